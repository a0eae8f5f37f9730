// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"
#include "core/files/replicationnotes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace tradestate;

namespace {

Timestamp at(int second)
{
    return Timestamp::fromNanoseconds(1'753'000'000'000'000'001 + second * nanosecondsPerSecond);
}

PrimaryKey key(const char* bucket)
{
    return PrimaryKey { QStringLiteral("http://localhost:8086"), QStringLiteral("org"), QString::fromLatin1(bucket),
        QStringLiteral("default"), QStringLiteral("tables") };
}

ConfirmedSave confirmed(int second)
{
    return ConfirmedSave { QStringLiteral("save-%1").arg(second), QStringLiteral("folder"), at(second),
        at(second + 1) };
}

RefusedSave refused(int second)
{
    return RefusedSave { QStringLiteral("save-%1").arg(second), QStringLiteral("folder"), at(second),
        QStringLiteral("refused-by-server"), QStringLiteral("field type conflict: \u201equantity\u201c"),
        at(second + 1), at(second + 1), 1 };
}

} // namespace

class TestReplicationNotes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = StateFolder::open(m_temporary->filePath(QStringLiteral("f")), QStringLiteral("tst")).value();
    }
    void firstContactHasNothing();
    void rememberPerPrimary();
    void neverGoBack();
    void listsRefusedSavesWithTheirTries();
    void damagedNotesAreToldAndRebuilt();
    void aLostEntryIsNoFirstContact();
    void everyPartOfTheKeyMatters();

private:
    ReplicationNotes notes() const { return ReplicationNotes(m_folder); }
    void damage(const QString& path)
    {
        QFile file(path);
        QVERIFY(file.resize(file.size() / 2));
    }
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::shared_ptr<StateFolder> m_folder;
};

void TestReplicationNotes::firstContactHasNothing()
{
    const auto state = notes().read(key("a"));
    QVERIFY(state);
    QVERIFY(state->isFirstContact());
    QVERIFY(state->refused.empty());
    QVERIFY(!QFile::exists(m_folder->replicatedFile()));
}

void TestReplicationNotes::rememberPerPrimary()
{
    QVERIFY(notes().confirm(key("a"), confirmed(5)));
    QVERIFY(notes().confirm(key("b"), confirmed(7)));
    QCOMPARE(notes().read(key("a"))->confirmed, std::optional(confirmed(5)));
    QCOMPARE(notes().read(key("b"))->confirmed, std::optional(confirmed(7)));
    QVERIFY(!notes().read(key("a"))->isFirstContact());
    QVERIFY(notes().read(key("c"))->isFirstContact());
}

void TestReplicationNotes::neverGoBack()
{
    QVERIFY(notes().confirm(key("a"), confirmed(5)));
    QVERIFY(notes().confirm(key("a"), confirmed(4)));
    QCOMPARE(notes().read(key("a"))->confirmed, std::optional(confirmed(5)));
    QVERIFY(notes().confirm(key("a"), confirmed(6)));
    QCOMPARE(notes().read(key("a"))->confirmed, std::optional(confirmed(6)));
}

void TestReplicationNotes::listsRefusedSavesWithTheirTries()
{
    QVERIFY(notes().refuse(key("a"), refused(9)));
    QVERIFY(notes().refuse(key("a"), refused(3)));
    RefusedSave again = refused(9);
    again.firstRefused = at(100);
    again.lastTried = at(100);
    again.reason = QStringLiteral("still");
    QVERIFY(notes().refuse(key("a"), again));
    RefusedSave expected = again;
    expected.firstRefused = at(10);
    expected.tries = 2;
    QCOMPARE(notes().read(key("a"))->refused, (std::vector { refused(3), expected }));
    QVERIFY(notes().read(key("b"))->refused.empty());
    QVERIFY(notes().forgetRefused(key("a"), { QStringLiteral("save-9"), QStringLiteral("unknown") }));
    QCOMPARE(notes().read(key("a"))->refused, std::vector { refused(3) });
    QVERIFY(notes().forgetRefused(key("a"), { QStringLiteral("save-3") }));
    QVERIFY(notes().read(key("a"))->refused.empty());
    QVERIFY(notes().forgetRefused(key("b"), { QStringLiteral("save-3") }));
}

void TestReplicationNotes::damagedNotesAreToldAndRebuilt()
{
    QVERIFY(notes().confirm(key("a"), confirmed(5)));
    QVERIFY(notes().refuse(key("a"), refused(3)));
    damage(m_folder->replicatedFile());
    damage(m_folder->refusedFile());
    ReplicationNotes reader = notes();
    const auto state = reader.read(key("a"));
    QVERIFY(state);
    QVERIFY(!state->confirmed);
    QVERIFY(state->rebuilt);
    QVERIFY(!state->isFirstContact());
    QCOMPARE(reader.takeWarnings().size(), 2);
    // Confirming for another primary must not make this one look new.
    QVERIFY(reader.confirm(key("b"), confirmed(8)));
    QVERIFY(!notes().read(key("a"))->isFirstContact());
    QVERIFY(reader.confirm(key("a"), confirmed(6)));
    QCOMPARE(notes().read(key("a"))->confirmed, std::optional(confirmed(6)));
    QVERIFY(!notes().read(key("a"))->rebuilt);
}

void TestReplicationNotes::aLostEntryIsNoFirstContact()
{
    QVERIFY(notes().confirm(key("a"), confirmed(5)));
    auto bytes = readWholeFile(m_folder->replicatedFile()).value();
    const std::string field = "\"saved_at\"";
    bytes.replace(bytes.find(field), field.size(), "\"saved_xx\"");
    QVERIFY(writeDurably(m_folder->replicatedFile(), bytes, WriteMode::Replace));
    const auto state = notes().read(key("a"));
    QVERIFY(!state->confirmed);
    QVERIFY(!state->isFirstContact());
}

void TestReplicationNotes::everyPartOfTheKeyMatters()
{
    std::set<QString> ids { key("a").id() };
    PrimaryKey other = key("a");
    other.url += QLatin1Char('x');
    ids.insert(other.id());
    other = key("a");
    other.organisation += QLatin1Char('x');
    ids.insert(other.id());
    other = key("a");
    other.account += QLatin1Char('x');
    ids.insert(other.id());
    other = key("a");
    other.layout = QStringLiteral("versions");
    ids.insert(other.id());
    ids.insert(key("b").id());
    QCOMPARE(ids.size(), 6U);
    for (const QString& id : ids)
        QVERIFY(isAccountName(id));
}

QTEST_GUILESS_MAIN(TestReplicationNotes)
#include "tst_replicationnotes.moc"
