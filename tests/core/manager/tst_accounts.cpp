// SPDX-License-Identifier: MIT
// Whose saves there are: in a folder alone, beside a primary that does not answer, and on an InfluxDB 3.
#include "core/documents/canonical.h"
#include "core/manager/stateservice.h"
#include "tests/support/core3.h"
#include "tests/support/fakeclock.h"
#include "tests/support/keptlog.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr qint64 day = 86'400 * nanosecondsPerSecond;
constexpr qint64 now = 1'795'424'400 * nanosecondsPerSecond;

StoredSave saveOf(const char* account, qint64 time)
{
    StoredSave save;
    save.record.saveId = QStringLiteral("00000000-0000-4000-8000-%1").arg(time / nanosecondsPerSecond, 12);
    save.record.folder = QStringLiteral("elsewhere");
    save.record.account = QString::fromLatin1(account);
    save.record.savedAt = Timestamp::fromNanoseconds(time);
    save.record.recordedAt = save.record.savedAt;
    return save;
}

} // namespace

class TestAccounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock->set(Timestamp::fromNanoseconds(now));
    }

    void aFolderKnowsThoseThatHaveAJournal()
    {
        StateManager::Parts parts = partsOf("default");
        QCOMPARE(namesOf(parts), QStringList { QStringLiteral("default") }); // before anything was saved
        save("zeta");
        save("alpha");
        // What is no journal is no account.
        QVERIFY(QDir(journals()).mkdir(QStringLiteral("not an account")));
        QFile file(journals() + QStringLiteral("/file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QStringList three { QStringLiteral("alpha"), QStringLiteral("default"), QStringLiteral("zeta") };
        QCOMPARE(namesOf(parts), three);
        parts.settings.readOnly = true;
        QCOMPARE(namesOf(parts), three);
        // The notes about the folder may be damaged.
        QFile notes(folder() + QStringLiteral("/folder.json"));
        QVERIFY(notes.open(QIODevice::WriteOnly) && notes.write("{") == 1);
        notes.close();
        QCOMPARE(namesOf(parts), three);
    }

    void aFolderThatCannotBeListedIsAnError()
    {
        save("alpha");
        QVERIFY(QDir(journals()).removeRecursively());
        QFile instead(journals());
        QVERIFY(instead.open(QIODevice::WriteOnly));
        StateManager manager(partsOf("default"));
        const auto accounts = manager.accounts();
        QVERIFY(!accounts);
    }

    void aPrimaryThatDoesNotAnswerAddsNone()
    {
        save("alpha");
        StateManager::Parts parts = partsOf("default");
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = QStringLiteral("http://127.0.0.1:9"); // nothing listens there
        parts.settings.bucket = QStringLiteral("demo");
        parts.settings.retryAttempts = 0;
        QCOMPARE(namesOf(parts), (QStringList { QStringLiteral("alpha"), QStringLiteral("default") }));
        StateManager manager(parts);
        std::stop_source stop;
        stop.request_stop();
        const auto cancelled = manager.accounts(stop.get_token());
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
    }

    void influxDb3IsSearched_data()
    {
        QTest::addColumn<bool>("limited");
        QTest::newRow("at once") << false;
        QTest::newRow("in windows") << true;
    }
    void influxDb3IsSearched()
    {
        QFETCH(bool, limited);
        Core3 core(now);
        core.limited = limited;
        core.saves = { saveOf("beta", now - day), saveOf("gamma", now - 100 * day), saveOf("gamma", now - 101 * day),
            saveOf("not an account", now - 2 * day) };
        FakeServer server([&core](const HttpRequestSeen& request) { return core.answer(request); });
        QVERIFY(server.listen());
        StateManager::Parts parts = partsOf("default");
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = server.url();
        parts.settings.bucket = QStringLiteral("demo");
        parts.settings.retryAttempts = 0;
        QCOMPARE(namesOf(parts),
            (QStringList { QStringLiteral("beta"), QStringLiteral("default"), QStringLiteral("gamma") }));
        QCOMPARE(core.windows > 0, limited);
    }

    void theServiceAsksAndWritesTheLogForOthers()
    {
        save("alpha");
        const auto log = std::make_shared<KeptLog>();
        StateManager::Parts parts = partsOf("default");
        parts.log = log;
        {
            StateService service(parts);
            auto accounts = service.accounts();
            QTRY_VERIFY(accounts.isFinished());
            QVERIFY(accounts.result().has_value());
            QCOMPARE(*accounts.result(), (QStringList { QStringLiteral("alpha"), QStringLiteral("default") }));
            service.writeLog(LogLevel::Error, QStringLiteral("The backup was not made"));
            // It ends before anybody waited.
        }
        QCOMPARE(log->count(QStringLiteral("The backup was not made")), 1);
    }

private:
    [[nodiscard]] QString folder() const { return m_dir->filePath(QStringLiteral("state")); }
    [[nodiscard]] QString journals() const { return folder() + QStringLiteral("/journal"); }

    [[nodiscard]] StateManager::Parts partsOf(const char* account) const
    {
        StateManager::Parts parts;
        parts.settings.folder = folder();
        parts.settings.account = QString::fromLatin1(account);
        parts.clock = m_clock;
        parts.program = QStringLiteral("test");
        return parts;
    }
    void save(const char* account) const
    {
        StateManager manager(partsOf(account));
        QVERIFY(manager.journalSave({}, SaveReason::Shutdown, {}).has_value());
    }
    [[nodiscard]] static QStringList namesOf(const StateManager::Parts& parts)
    {
        StateManager manager(parts);
        const auto accounts = manager.accounts();
        return accounts ? *accounts : QStringList { describe(accounts.error()) };
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeClock> m_clock = std::make_shared<FakeClock>();
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
