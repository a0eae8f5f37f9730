// SPDX-License-Identifier: MIT
#include "ui/models/logmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace tradestate;

namespace {

constexpr auto reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

LogLine line(const char* level, const char* text)
{
    return parseLogLine(QStringLiteral("2025-07-20T08:00:00.123Z %1 paper-session[4711] %2")
                            .arg(QLatin1String(level), QString::fromUtf8(text)));
}

QStringList shown(const QAbstractItemModel& model)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result += model.index(row, 0).data().toString();
    return result;
}

/// A model with its proxy, both under the tester.
struct LogTable
{
    LogModel model;
    LogProxy proxy;
    QAbstractItemModelTester modelTester { &model, reporting };

    LogTable() { proxy.setSourceModel(&model); }
};

} // namespace

class TestLogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsALine()
    {
        const LogLine read = line("WARNING", "2 saves pending");
        QVERIFY(read.time);
        QCOMPARE(read.time->toRecordText(), QStringLiteral("2025-07-20T08:00:00.123000000Z"));
        QCOMPARE(read.level, LogLevel::Warning);
        QCOMPARE(read.program, QStringLiteral("paper-session[4711]"));
        QCOMPARE(read.text, QStringLiteral("2 saves pending"));
        QCOMPARE(read.whole, QStringLiteral("2025-07-20T08:00:00.123Z WARNING paper-session[4711] 2 saves pending"));
        QCOMPARE(line("DEBUG", "x").level, LogLevel::Debug);
        QCOMPARE(line("INFO", "x").level, LogLevel::Information);
        QCOMPARE(line("ERROR", "x").level, LogLevel::Error);
    }

    void keepsWhatIsNoLineOfOurs_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : { "", "word", "three words only", "2025-07-20T08:00:00Z LOUD program text",
                 "yesterday INFO program text", "Traceback (most recent call last):" })
            QTest::addRow("%s.", text) << QString::fromLatin1(text);
    }
    void keepsWhatIsNoLineOfOurs()
    {
        QFETCH(QString, text);
        const LogLine read = parseLogLine(text);
        QVERIFY(!read.time);
        QCOMPARE(read.level, LogLevel::Information);
        QCOMPARE(read.text, text);
        QCOMPARE(read.whole, text);
    }

    void stripsControlCharacters()
    {
        const LogLine read = line("INFO", "a\x1b[31mred\x07\tb");
        QCOMPARE(read.text, QString::fromUtf8("a\ufffd[31mred\ufffd b"));
        QVERIFY(!read.whole.contains(QChar(0x1b)));
        QVERIFY(!parseLogLine(QStringLiteral("\u009b2J wiped")).text.contains(QChar(0x9b)));
    }

    void showsTheTimeInTheZone()
    {
        LogTable log;
        log.model.append({ line("INFO", "saved"), parseLogLine(QStringLiteral("no time")) });
        QCOMPARE(shown(log.model), (QStringList { QStringLiteral("08:00:00  saved"), QStringLiteral("no time") }));
        QSignalSpy changed(&log.model, &QAbstractItemModel::dataChanged);
        log.model.setZone(QTimeZone("Europe/Berlin"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(shown(log.model).first(), QStringLiteral("10:00:00  saved"));
        QVERIFY(log.model.index(0).data(LogModel::WholeRole).toString().startsWith(QLatin1String("2025-07-20T08:00")));
    }

    void keepsTheNewestLines()
    {
        LogTable log;
        QSignalSpy inserted(&log.model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&log.model, &QAbstractItemModel::rowsRemoved);
        log.model.append({});
        QCOMPARE(inserted.count(), 0);
        std::vector<LogLine> full(LogModel::mostLines, parseLogLine(QStringLiteral("old")));
        log.model.append(full);
        QCOMPARE(log.model.rowCount(), LogModel::mostLines);
        QCOMPARE(removed.count(), 0);
        log.model.append({ parseLogLine(QStringLiteral("x")), parseLogLine(QStringLiteral("y")) });
        QCOMPARE(log.model.rowCount(), LogModel::mostLines);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(log.model.index(LogModel::mostLines - 1).data().toString(), QStringLiteral("y"));
        QCOMPARE(log.model.index(LogModel::mostLines - 3).data().toString(), QStringLiteral("old"));

        // More at once than there is room for: the first of them never come in.
        std::vector<LogLine> tooMany(LogModel::mostLines + 5, parseLogLine(QStringLiteral("new")));
        tooMany[4].text = QStringLiteral("left out");
        tooMany[5].text = QStringLiteral("first");
        log.model.append(tooMany);
        QCOMPARE(log.model.rowCount(), LogModel::mostLines);
        QCOMPARE(log.model.index(0).data().toString(), QStringLiteral("first"));
        log.model.clearLines();
        QCOMPARE(log.model.rowCount(), 0);
    }

    void filtersByLevelAndText()
    {
        LogTable log;
        const QAbstractItemModelTester tester(&log.proxy, reporting);
        log.model.append({ line("DEBUG", "asked"), line("INFO", "saved BTCUSD"), line("WARNING", "slow"),
            line("ERROR", "InfluxDB does not answer") });
        QCOMPARE(log.proxy.rowCount(), 4);
        log.proxy.setLowestLevel(LogLevel::Information);
        QCOMPARE(log.proxy.rowCount(), 3);
        log.proxy.setLowestLevel(LogLevel::Warning);
        QCOMPARE(shown(log.proxy),
            (QStringList { QStringLiteral("08:00:00  slow"), QStringLiteral("08:00:00  InfluxDB does not answer") }));
        log.proxy.setNeedle(QStringLiteral("influxdb"));
        QCOMPARE(log.proxy.rowCount(), 1);
        log.model.append({ line("ERROR", "InfluxDB answers again"), line("ERROR", "disk full") });
        QCOMPARE(log.proxy.rowCount(), 2);
        log.proxy.setLowestLevel(LogLevel::Debug);
        log.proxy.setNeedle(QStringLiteral("paper-session[4711] saved")); // also what only the file shows
        QCOMPARE(shown(log.proxy), QStringList { QStringLiteral("08:00:00  saved BTCUSD") });
        log.proxy.setNeedle({});
        QCOMPARE(log.proxy.rowCount(), 6);
    }
};

QTEST_MAIN(TestLogModel)
#include "tst_logmodel.moc"
