// SPDX-License-Identifier: MIT
#include "core/config/envfile.h"
#include "core/config/envwriter.h"

#include <QTest>

using namespace tradestate;

class TestEnvWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replacesInPlaceAndKeepsTheRest()
    {
        const QString before
            = QStringLiteral("# the bot\nexport A=1\nTRADING_STATE_INFLUXDB_URL = 'old'\nB=2 # two\n\n");
        const auto after = withEnvSettings(before,
            { { QStringLiteral("TRADING_STATE_INFLUXDB_URL"), QStringLiteral("http://localhost:8086") },
                { QStringLiteral("TRADING_STATE_ACCOUNT"), QStringLiteral("main") } });
        QVERIFY(after.has_value());
        QCOMPARE(*after,
            QStringLiteral("# the bot\nexport A=1\nTRADING_STATE_INFLUXDB_URL=http://localhost:8086\nB=2 # two\n"
                           "TRADING_STATE_ACCOUNT=main\n"));
    }

    void anEmptyValueTakesTheKeyAway()
    {
        QCOMPARE(*withEnvSettings(QStringLiteral("A=1\nB=2\nA=3\n"), { { QStringLiteral("A"), QString() } }),
            QStringLiteral("B=2\n"));
    }

    void refusesWhatAReaderWouldReplace()
    {
        for (const char* text : { "a${HOME}b", "two\nlines" }) {
            const auto result = withEnvSettings(QString(), { { QStringLiteral("K"), QString::fromUtf8(text) } });
            QVERIFY(!result.has_value());
            QCOMPARE(result.error().code, ErrorCode::InvalidSetting);
            QVERIFY(!describe(result.error()).contains(QLatin1String("HOME")));
        }
    }

    void valuesReadBackUnchanged()
    {
        for (const char* text :
            { "user:pass word", "it's", "back\\slash", "\"quoted\"", "#hash", "$HOME", "a=b", "trailing ", "é🚀" }) {
            const QString value = QString::fromUtf8(text);
            const EnvFile read = parseEnvFile(*withEnvSettings(QString(), { { QStringLiteral("K"), value } }), {});
            QCOMPARE(read.values.at(QStringLiteral("K")), value);
        }
    }
};

QTEST_GUILESS_MAIN(TestEnvWriter)
#include "tst_envwriter.moc"
