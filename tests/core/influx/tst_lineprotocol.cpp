// SPDX-License-Identifier: MIT
#include "core/influx/influxql.h"
#include "core/influx/lineprotocol.h"
#include "tests/support/problem.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace tradestate;
using namespace tradestate::test;

class tst_lineprotocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodes()
    {
        const auto line = encodeLine(LinePoint { "my, table", { { "t b", "v=1, x" }, { "a", "\"q\"" } },
            { { "s", std::string("say \"hi\" \\ \n") }, { "i", qint64(9007199254740993) }, { "f", 1.0 }, { "g", -0.0 },
                { "h", 1e308 }, { "k", 100000.0 }, { "l", 1e-7 }, { "b", true } },
            42 });
        QVERIFY2(line, problemOf(line).constData());
        QCOMPARE(QByteArray::fromStdString(*line),
            QByteArray("my\\,\\ table,a=\"q\",t\\ b=v\\=1\\,\\ x s=\"say \\\"hi\\\" \\\\ \n\",i=9007199254740993i,f=1,"
                       "g=-0,h=1e308,k=100000,l=1e-07,b=true 42"));
    }

    void refuses_data()
    {
        QTest::addColumn<std::string>("tag");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<double>("number");
        QTest::addColumn<qint64>("time");
        const std::string fine = "x";
        QTest::newRow("empty tag") << std::string() << fine << 1.0 << qint64(1);
        QTest::newRow("final backslash") << std::string("a\\") << fine << 1.0 << qint64(1);
        QTest::newRow("newline in a tag") << std::string("a\nm v=1") << fine << 1.0 << qint64(1);
        QTest::newRow("tab in a tag") << std::string("a\tb") << fine << 1.0 << qint64(1);
        QTest::newRow("invalid UTF-8 tag") << std::string("\xC3") << fine << 1.0 << qint64(1);
        QTest::newRow("over-long tag") << std::string(65'500, 'x') << fine << 1.0 << qint64(1);
        QTest::newRow("invalid UTF-8 text") << fine << std::string("\xED\xA0\x80") << 1.0 << qint64(1);
        QTest::newRow("NUL text") << fine << std::string("a\0b", 3) << 1.0 << qint64(1);
        QTest::newRow("NaN") << fine << fine << std::nan("") << qint64(1);
        QTest::newRow("infinity") << fine << fine << std::numeric_limits<double>::infinity() << qint64(1);
        QTest::newRow("too late") << fine << fine << 1.0 << std::numeric_limits<qint64>::max();
        QTest::newRow("too early") << fine << fine << 1.0 << std::numeric_limits<qint64>::min();
    }

    void refuses()
    {
        QFETCH(std::string, tag);
        QFETCH(std::string, text);
        QFETCH(double, number);
        QFETCH(qint64, time);
        const auto line = encodeLine(LinePoint { "m", { { "t", tag } }, { { "s", text }, { "n", number } }, time });
        QCOMPARE(errorIdOf(line), QStringLiteral("cannot-be-stored"));
    }

    void refusesWhatServersDropSilently()
    {
        QVERIFY(!encodeLine(LinePoint { "m", {}, {}, 1 }));
        QVERIFY(!encodeLine(LinePoint { "m", {}, { { "time", 1.0 } }, 1 }));
        QVERIFY(!encodeLine(LinePoint { "m", { { "time", "x" } }, { { "v", 1.0 } }, 1 }));
        QVERIFY(!encodeLine(LinePoint { "", {}, { { "v", 1.0 } }, 1 }));
        QVERIFY(encodeLine(LinePoint { "m", {}, { { "v", 1.0 } }, 1 }));
    }

    void tagsReadBack()
    {
        for (const std::string& text : { std::string(), std::string("%"), std::string("%%"), std::string("%41"),
                 std::string("\n\t\r\x01\x7f"), std::string("\0", 1), std::string("a\\"), std::string("\\"),
                 std::string("a\\b"), std::string("ü 🚀") }) {
            const std::string tag = tagFromText(text);
            QCOMPARE(QByteArray::fromStdString(textFromTag(tag)), QByteArray::fromStdString(text));
            QVERIFY(encodeLine(LinePoint { "m", { { "t", tag } }, { { "v", 1.0 } }, 1 }));
        }
        QCOMPARE(tagFromText(""), std::string("%"));
        QCOMPARE(tagFromText("BTCUSD-ETHUSD"), std::string("BTCUSD-ETHUSD"));
        // What another program wrote is not bent.
        QCOMPARE(textFromTag("50%"), std::string("50%"));
        QCOMPARE(textFromTag("50%2"), std::string("50%2"));
        QCOMPARE(textFromTag("%zz"), std::string("%zz"));
    }

    void literals()
    {
        QCOMPARE(influxString("it's \\ \"odd\"\n"), std::string("'it\\'s \\\\ \"odd\"\\n'"));
        QCOMPARE(influxName("a\"b\\c"), std::string("\"a\\\"b\\\\c\""));
        QCOMPARE(influxTime(-5), std::string("-5"));
    }
};

QTEST_GUILESS_MAIN(tst_lineprotocol)
#include "tst_lineprotocol.moc"
