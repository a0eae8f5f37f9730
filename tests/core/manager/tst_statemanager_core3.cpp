// SPDX-License-Identifier: MIT
// The manager on an InfluxDB 3, which is slow to search and has no event log.
#include "core/documents/canonical.h"
#include "core/files/replicationnotes.h"
#include "core/manager/statemanager.h"
#include "tests/support/core3.h"
#include "tests/support/fakeclock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr qint64 day = 86'400 * nanosecondsPerSecond;
constexpr qint64 now = 1'795'424'400 * nanosecondsPerSecond;

/// A flat save by hand.
StoredSave saveAt(qint64 time, const QString& folder = QStringLiteral("elsewhere"))
{
    StoredSave save;
    save.record.saveId = QStringLiteral("00000000-0000-4000-8000-%1").arg(time / nanosecondsPerSecond, 12);
    save.record.folder = folder;
    save.record.account = QStringLiteral("default");
    save.record.savedAt = Timestamp::fromNanoseconds(time);
    save.record.recordedAt = save.record.savedAt;
    save.record.knows[save.record.folder] = save.record.savedAt;
    save.record.reason = SaveReason::Shutdown;
    save.record.checksum = stateChecksum(save.state);
    save.record.recordChecksum = recordChecksumOf(save.record);
    return save;
}

bool hasFinding(const Snapshot& snapshot, const QString& code)
{
    return std::any_of(snapshot.findings.begin(), snapshot.findings.end(),
        [&code](const Finding& finding) { return finding.code == code; });
}

} // namespace

class TestStateManagerCore3 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_core = Core3(now);
        m_server
            = std::make_unique<FakeServer>([this](const HttpRequestSeen& request) { return m_core.answer(request); });
        QVERIFY(m_server->listen());
    }

    void whatIsDoneByHandLooksEverywhere_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* what : { "restore", "undo", "remove", "apply", "save" })
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void whatIsDoneByHandLooksEverywhere()
    {
        QFETCH(QString, what);
        m_core.saves = { saveAt(now - 10 * day) };
        const auto manager = start(LayoutChoice::Auto);
        const auto first = manager->load();
        QVERIFY2(first, qPrintable(first ? QString() : describe(first.error())));
        const QString saveId = m_core.saves.front().record.saveId;
        auto plan = manager->planRestore(saveId);
        QVERIFY2(plan, qPrintable(plan ? QString() : describe(plan.error())));
        plan->blockers.clear(); // nothing differs, but it is to be looked at
        plan->mendsRecord = true;

        m_core.refused = 0;
        QVERIFY(manager->load());
        QCOMPARE(m_core.refused, 0); // a refresh asks for the newest window alone
        if (what == QLatin1String("restore")) {
            // An old save that arrived late, of another machine: only a look everywhere finds the fork.
            m_core.saves.push_back(saveAt(now - 50 * day, QStringLiteral("late")));
            const auto late = manager->planRestore(saveId);
            QVERIFY2(late, qPrintable(late ? QString() : describe(late.error())));
            QCOMPARE(late->purpose, ChangePurpose::Choose);
        } else if (what == QLatin1String("undo"))
            QCOMPARE(manager->planUndo().error().code, ErrorCode::NothingToUndo);
        else if (what == QLatin1String("remove"))
            QVERIFY(manager->planRemove(QStringLiteral("A-B"), QStringLiteral("why")));
        else if (what == QLatin1String("apply"))
            static_cast<void>(manager->apply(*plan));
        else
            static_cast<void>(manager->save({}, false));
        QVERIFY2(m_core.refused > 0, "it was not looked everywhere");
    }

    void whatCannotBeSearchedIsNotEmpty()
    {
        m_core.saves = { saveAt(now - 1'500 * day) };
        const auto loaded = start(LayoutChoice::Auto)->load();
        QVERIFY(loaded);
        QCOMPARE(loaded->status(), Condition::Unreachable);
        QVERIFY(!loaded->has(Condition::Empty));
        QVERIFY(loaded->primaryError->reason.contains(QLatin1String("not searched further back than")));
    }

    void aNewAccountBeginsInACrowdedDatabase()
    {
        m_core.dataSince = now - 400 * day;
        const auto loaded = start(LayoutChoice::Auto)->load();
        QVERIFY2(loaded, qPrintable(loaded ? QString() : describe(loaded.error())));
        QVERIFY(m_core.refused > 0);
        QVERIFY(loaded->has(Condition::Empty));
    }

    void theLayoutSettingHasNoEffect()
    {
        m_core.limited = false;
        m_core.saves = { saveAt(now - day) };
        const auto manager = start(LayoutChoice::Versions);
        const auto loaded = manager->load();
        QVERIFY2(loaded, qPrintable(loaded ? QString() : describe(loaded.error())));
        QCOMPARE(loaded->store.layout, QStringLiteral("tables"));
        QVERIFY(hasFinding(*loaded, findings::settingWithoutEffect));
        QCOMPARE(loaded->record->saveId, m_core.saves.front().record.saveId);
        // What was seen is kept as of the layout that is really there, and found again.
        const PrimaryKey tables { m_server->url(), {}, QStringLiteral("demo"), QStringLiteral("default"),
            QStringLiteral("tables") };
        QCOMPARE(QDir(path() + QStringLiteral("/seen")).entryList(QDir::Dirs | QDir::NoDotAndDotDot),
            QStringList { tables.id() });
        QVERIFY(!hasFinding(*start(LayoutChoice::Auto)->load(), findings::settingWithoutEffect));

        // Also in an outage, before the server could say that it is a 3.x.
        m_server->close();
        const auto outage = start(LayoutChoice::Versions)->load();
        QVERIFY2(outage, qPrintable(outage ? QString() : describe(outage.error())));
        QVERIFY(outage->has(Condition::Unreachable));
        QVERIFY(outage->record);
        QCOMPARE(outage->record->saveId, m_core.saves.front().record.saveId);
    }

private:
    [[nodiscard]] QString path() const { return m_dir->filePath(QStringLiteral("state")); }

    [[nodiscard]] std::unique_ptr<StateManager> start(LayoutChoice layout) const
    {
        StateManager::Parts parts;
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = m_server->url();
        parts.settings.bucket = QStringLiteral("demo");
        parts.settings.layout = layout;
        parts.settings.retryAttempts = 0;
        parts.settings.folder = path();
        parts.clock = m_clock;
        parts.program = QStringLiteral("test");
        m_clock->set(Timestamp::fromNanoseconds(now));
        return std::make_unique<StateManager>(std::move(parts));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeClock> m_clock = std::make_shared<FakeClock>();
    Core3 m_core { now };
    std::unique_ptr<FakeServer> m_server;
};

QTEST_GUILESS_MAIN(TestStateManagerCore3)
#include "tst_statemanager_core3.moc"
