// SPDX-License-Identifier: MIT
#include "tests/support/fakeclock.h"
#include "tests/ui/desk.h"
#include "ui/dialogs/backuplistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace tradestate;

namespace {

constexpr auto reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;
const Timestamp now = test::at("2025-07-20T10:04:00Z");

BackupEntry entry(Document document)
{
    BackupEntry result;
    result.path = QStringLiteral("/desk/trading_state_backup_20250720_080000.json");
    result.fileTime = test::at("2025-07-20T08:00:00Z");
    result.document = std::move(document);
    return result;
}

Document document(Proof proof, DocumentShape shape = DocumentShape::Native)
{
    Document result;
    result.proof = proof;
    result.shape = shape;
    for (const char* key : { "A", "B", "C" })
        result.state.positions.emplace(QLatin1String(key), Position(QLatin1String(key), {}));
    return result;
}

QString shown(const BackupEntry& of)
{
    BackupListModel model;
    const QAbstractItemModelTester tester(&model, reporting);
    model.setEntries({ of }, now);
    return model.index(0).data().toString();
}

} // namespace

class TestBackupListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksAndWords_data()
    {
        QTest::addColumn<BackupEntry>("of");
        QTest::addColumn<QString>("mark");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* tag, BackupEntry of, const char* mark, const QStringList& words) {
            QTest::newRow(tag) << std::move(of) << QString::fromUtf8(mark) << words;
        };
        const QString three = QStringLiteral("3 position");
        const QString fileName = QStringLiteral("trading_state_backup_20250720_080000.json");
        row("verified", entry(document(Proof::Verified)), "✔", { three, QStringLiteral("2 h 04 old"), fileName });
        row("of the Python program", entry(document(Proof::None, DocumentShape::UtilityBackup)), "◌",
            { three, QStringLiteral("unverified (Python)") });
        row("without a checksum", entry(document(Proof::Unverified)), "◌", { three, QStringLiteral("unverified") });
        row("changed", entry(document(Proof::Torn)), "✘", { three, QStringLiteral("does not match its checksum") });

        Document cutOff = document(Proof::None);
        cutOff.salvaged = true;
        row("cut off", entry(cutOff), "✘", { three, QStringLiteral("damaged: cut off") });
        Document nothing = document(Proof::None);
        nothing.nothingRead = true;
        nothing.state.positions.clear();
        row("of nothing read", entry(nothing), "✘", { QStringLiteral("made while nothing could be read"), fileName });

        Document rescue = document(Proof::Verified);
        rescue.backup = BackupInfo { test::at("2025-07-20T10:03:20Z"), BackupKind::Rescue, {}, {}, {} };
        row("rescue", entry(rescue), "✔", { QStringLiteral("40 s old"), QStringLiteral("rescue copy") });
        Document described = document(Proof::Verified);
        described.backup = BackupInfo { test::at("2025-07-17T10:04:00Z"), BackupKind::Manual,
            QStringLiteral("before the <b>rollover</b>"), {}, {} };
        row("described", entry(described), "✔",
            { QStringLiteral("3 d old"), QStringLiteral("before the <b>rollover</b>") });

        BackupEntry unread = entry({});
        unread.document.reset();
        unread.error = Error { ErrorCode::NotJson, unread.path, QStringLiteral("at byte 3") };
        row("no document", unread, "✘", { QStringLiteral("cannot be read"), errorWhat(ErrorCode::NotJson) });
    }
    void marksAndWords()
    {
        QFETCH(BackupEntry, of);
        QFETCH(QString, mark);
        QFETCH(QStringList, words);
        const QString text = shown(of);
        QVERIFY2(text.startsWith(mark + QLatin1Char(' ')), qPrintable(text));
        for (const QString& word : words)
            QVERIFY2(text.contains(word), qPrintable(text));
        const bool mayCount = of.document && !of.document->nothingRead;
        QCOMPARE(text.contains(QLatin1String("position")), mayCount); // no number where none is known
    }

    void findsItsFiles()
    {
        BackupListModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        BackupEntry second = entry(document(Proof::Verified));
        second.path = QStringLiteral("/desk/b & <i>c</i>.json");
        model.setEntries({ entry(document(Proof::Verified)), second }, now);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowCount(model.index(0)), 0);
        QCOMPARE(model.indexOf(second.path).row(), 1);
        QCOMPARE(model.index(1).data(BackupListModel::PathRole).toString(), second.path);
        QVERIFY(!model.indexOf(QStringLiteral("/desk/gone.json")).isValid());
        QVERIFY(!model.index(1).data(Qt::ToolTipRole).toString().contains(QLatin1String("<i>")));
    }

    void listsARealFolder()
    {
        const snapshots::Desk desk;
        StateManager manager(desk.parts());
        const Result<std::vector<BackupEntry>> backups = manager.backups();
        QVERIFY(backups.has_value());
        BackupListModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        model.setEntries(*backups, desk.clock()->now());
        QCOMPARE(model.rowCount(), 3);
        const QString older = model.indexOf(desk.olderBackup()).data().toString();
        QVERIFY2(older.startsWith(QStringLiteral("✔")), qPrintable(older));
        QVERIFY2(older.contains(QLatin1String("before the rollover")), qPrintable(older));
        const QString cutOff = model.indexOf(desk.cutOffBackup()).data().toString();
        QVERIFY2(cutOff.startsWith(QStringLiteral("✘")), qPrintable(cutOff));
    }

    void agesAreShort()
    {
        QCOMPARE(shortAge(-3), QStringLiteral("0 s"));
        QCOMPARE(shortAge(89), QStringLiteral("89 s"));
        QCOMPARE(shortAge(90), QStringLiteral("1 min"));
        QCOMPARE(shortAge(89 * 60 + 59), QStringLiteral("89 min"));
        QCOMPARE(shortAge(90 * 60), QStringLiteral("1 h 30"));
        QCOMPARE(shortAge(47 * 3600), QStringLiteral("47 h 00"));
        QCOMPARE(shortAge(48 * 3600), QStringLiteral("2 d"));
    }
};

QTEST_MAIN(TestBackupListModel)
#include "tst_backuplistmodel.moc"
