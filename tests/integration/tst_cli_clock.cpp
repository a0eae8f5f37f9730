// SPDX-License-Identifier: MIT
// The real program on machines whose clocks are wrong.
#include "clirunner.h"

#include "core/base/timestamp.h"

#include <QDateTime>
#include <QTest>

#include <cmath>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr double yearSeconds = 365.0 * 86'400;

/// What the program is given so that its clock is off by so much, such as "-365d".
QProcessEnvironment withClock(QProcessEnvironment environment, const QString& offset)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("faketime"),
        { QStringLiteral("-f"), QStringLiteral("+0"), QStringLiteral("sh"), QStringLiteral("-c"),
            QStringLiteral("printf %s \"$LD_PRELOAD\"") });
    if (!process.waitForFinished())
        return environment;
    environment.insert(QStringLiteral("LD_PRELOAD"), QString::fromLocal8Bit(process.readAllStandardOutput()));
    environment.insert(QStringLiteral("FAKETIME"), offset);
    return environment;
}

double secondsOf(const Json& save, std::string_view key)
{
    const auto time = Timestamp::parse(textOf(save, key));
    return time ? double(time->nanoseconds()) / 1e9 : 0;
}

} // namespace

class TestCliClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Cli>();
        m_right = m_cli->environment;
        QCOMPARE(run({ "restore", "--yes", "--file",
                         TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json" })
                     .exit,
            0);
    }

    void theOrderHoldsWhateverTheClockSays_data()
    {
        QTest::addColumn<QList<qint64>>("clocks"); // seconds off
        constexpr qint64 hour = 3'600;
        constexpr qint64 day = 24 * hour;
        using Clocks = QList<qint64>;
        QTest::newRow("a year back") << Clocks { -365 * day, 0 };
        QTest::newRow("a year ahead") << Clocks { 365 * day, 0 };
        QTest::newRow("an hour back, as after a wrong change to summer time") << Clocks { -hour, 0, hour, 0 };
        QTest::newRow("to and fro") << Clocks { 365 * day, -365 * day, 0, -hour, 2 * day, 0 };
    }

    void theOrderHoldsWhateverTheClockSays()
    {
        QFETCH(QList<qint64>, clocks);
        QCOMPARE(run({ "remove", "BRENT-WTI", "--yes", "--reason", "closed" }).exit, 0);
        QStringList made { QStringLiteral("restore"), QStringLiteral("remove") };
        for (const qint64 offset : clocks) {
            m_cli->environment
                = withClock(m_right, (offset < 0 ? QString() : QStringLiteral("+")) + QString::number(offset));
            const qint64 now = QDateTime::currentSecsSinceEpoch();
            const QString name = QStringLiteral("clock %1").arg(made.size());
            QCOMPARE(run({ "save", "--yes", "--description", name.toUtf8() }).exit, 0);
            made.append(name);
            // On every machine, the right one and the wrong one.
            for (const QProcessEnvironment& environment : { m_cli->environment, m_right }) {
                m_cli->environment = environment;
                const CliResult check = run({ "check", "--json" });
                QCOMPARE(check.exit, 0);
                const Json json = check.json();
                const Json& save = *json.find("save");
                QCOMPARE(textOf(save, "description"), name);
                const double off = secondsOf(save, "recorded_at") - double(now); // else the clock was not wrong
                QVERIFY2(std::abs(off - double(offset)) < 300, qPrintable(QString::number(off)));
                QVERIFY(json.find("positions")->asArray()->size() == 4);
            }
        }
        const Json history = run({ "history", "--json" }).json();
        QVERIFY(history.asArray());
        QCOMPARE(history.asArray()->size(), size_t(made.size()));
        QStringList found;
        double later = 0;
        for (const Json& save : *history.asArray()) {
            const QString reason = textOf(save, "reason");
            found.prepend(reason == QLatin1String("manual") ? textOf(save, "description") : reason);
            const double savedAt = secondsOf(save, "saved_at");
            QVERIFY(later == 0 || savedAt <= later); // to the nanosecond it is less, which a double cannot hold
            later = savedAt;
        }
        QCOMPARE(found, made);
        QCOMPARE(run({ "verify" }).exit, 0);
        // What was done before the clocks went wrong can still be undone.
        QCOMPARE(run({ "undo", "--yes" }).exit, 0);
        QVERIFY(pairsOf(run({ "check", "--json" }).json(), "positions").contains(QStringLiteral("BRENT-WTI")));
    }

    void agesAreThoseOfTheClockThatSaved()
    {
        m_cli->environment = withClock(m_right, QStringLiteral("-365d"));
        QCOMPARE(run({ "save", "--yes" }).exit, 0);
        m_cli->environment = m_right;
        const Json check = run({ "check", "--json" }).json();
        const double age = check.find("age_seconds")->asNumber()->toDouble();
        QVERIFY2(age > yearSeconds - 5 && age < yearSeconds + 600, qPrintable(QString::number(age)));
        QCOMPARE(textOf(check, "status"), QStringLiteral("stale"));
        QVERIFY(run({ "check" }).out.contains("No save for 365 d 0 h"));
        QVERIFY2(firstLineOfWatch().contains("saved 365 d 0 h ago"), firstLineOfWatch().constData());
        // One trouble does not hide the other.
        m_cli->environment.insert(QStringLiteral("TRADING_STATE_DB_TYPE"), QStringLiteral("influxdb"));
        m_cli->environment.insert(QStringLiteral("TRADING_STATE_INFLUXDB_URL"), QStringLiteral("http://127.0.0.1:1"));
        m_cli->environment.insert(QStringLiteral("TRADING_STATE_INFLUXDB_BUCKET"), QStringLiteral("any"));
        const QByteArray both = firstLineOfWatch();
        QVERIFY2(both.contains("InfluxDB could not be read") && both.contains("No save for 365 d"), both.constData());
    }

    void aSaveFromTheFutureIsTold()
    {
        m_cli->environment = withClock(m_right, QStringLiteral("+365d"));
        QCOMPARE(run({ "save", "--yes" }).exit, 0);
        m_cli->environment = m_right;
        const CliResult check = run({ "check", "--json" });
        QVERIFY(findingCodes(check.json()).contains(QStringLiteral("future-time")));
        QCOMPARE(textOf(check.json(), "status"), QStringLiteral("stale"));
        QVERIFY(check.json().find("age_seconds")->asNumber()->toDouble() < -yearSeconds + 600);
        const QByteArray text = run({ "check" }).out;
        QVERIFY2(text.contains("ahead of this machine's clock: how old it is cannot be told"), text.constData());
        QVERIFY2(!text.contains(" ago"), text.constData());
        const QByteArray watched = firstLineOfWatch();
        QVERIFY2(watched.contains("dated 36") && watched.contains(" ahead of this clock"), watched.constData());
        // The next save under the right clock is what counts again.
        QCOMPARE(run({ "save", "--yes" }).exit, 0);
        const Json again = run({ "check", "--json" }).json();
        QVERIFY(!findingCodes(again).contains(QStringLiteral("future-time")));
        QCOMPARE(textOf(again, "status"), QStringLiteral("verified"));
    }

private:
    CliResult run(const QList<QByteArray>& words) const
    {
        QStringList arguments;
        for (const QByteArray& word : words)
            arguments.append(QString::fromUtf8(word));
        return m_cli->run(arguments);
    }

    [[nodiscard]] QByteArray firstLineOfWatch() const
    {
        QProcess process;
        process.setProcessEnvironment(m_cli->environment);
        process.start(QStringLiteral("bash"),
            { QStringLiteral("-c"), QStringLiteral("'%1' watch --interval 60 | head -n 1").arg(Cli::program()) });
        return process.waitForFinished() ? process.readAllStandardOutput() : QByteArray();
    }

    std::unique_ptr<Cli> m_cli;
    QProcessEnvironment m_right; ///< of the machine whose clock is right
};

QTEST_GUILESS_MAIN(TestCliClock)
#include "tst_cli_clock.moc"
