// SPDX-License-Identifier: MIT
#include "core/influx/queryresult.h"
#include "tests/support/problem.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

class tst_queryresult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("error");
        const QString notUnderstood = QStringLiteral("answer-not-understood");
        QTest::newRow("empty") << QByteArray() << notUnderstood;
        QTest::newRow("blank") << QByteArray("\r\n") << notUnderstood;
        QTest::newRow("no results") << QByteArray("{}") << notUnderstood;
        QTest::newRow("html") << QByteArray("<html>") << notUnderstood;
        QTest::newRow("array") << QByteArray("[]") << notUnderstood;
        QTest::newRow("number") << QByteArray("1") << notUnderstood;
        QTest::newRow("results no list") << QByteArray("{\"results\":1}") << notUnderstood;
        QTest::newRow("series no list") << QByteArray("{\"results\":[{\"series\":{}}]}") << QString();
        QTest::newRow("second statement") << QByteArray("{\"results\":[{\"statement_id\":1}]}") << notUnderstood;
        QTest::newRow("short row") << QByteArray(
            "{\"results\":[{\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"v\"],\"values\":[[1]]}]}]}")
                                   << notUnderstood;
        QTest::newRow("nested value") << QByteArray(
            "{\"results\":[{\"series\":[{\"name\":\"m\",\"columns\":[\"v\"],\"values\":[[{}]]}]}]}")
                                      << notUnderstood;
        QTest::newRow("values without columns")
            << QByteArray("{\"results\":[{\"series\":[{\"name\":\"m\",\"values\":[[1]]}]}]}") << notUnderstood;
        QTest::newRow("partial result") << QByteArray("{\"results\":[{\"partial\":true}]}") << notUnderstood;
        QTest::newRow("partial series") << QByteArray(
            "{\"results\":[{\"series\":[{\"name\":\"m\",\"columns\":[\"v\"],\"values\":[[1]],\"partial\":true}]}]}")
                                        << notUnderstood;
        QTest::newRow("error in a result")
            << QByteArray("{\"results\":[{\"error\":\"no\"}]}") << QStringLiteral("refused-by-server");
        QTest::newRow("error at the top") << QByteArray("{\"error\":\"no\"}") << QStringLiteral("refused-by-server");
        QTest::newRow("error after rows") << QByteArray("{\"results\":[{\"series\":[{\"name\":\"m\",\"columns\":[\"v\"]"
                                                        ",\"values\":[[1]]}]}]}\n{\"error\":\"late\"}")
                                          << QStringLiteral("refused-by-server");
        QTest::newRow("rubbish after rows") << QByteArray("{\"results\":[{}]}x") << notUnderstood;
        QTest::newRow("invalid UTF-8") << QByteArray(
            "{\"results\":[{\"series\":[{\"name\":\"\xFF\",\"columns\":[\"v\"],\"values\":[]}]}]}")
                                       << notUnderstood;
        QTest::newRow("nothing") << QByteArray("{\"results\":[{\"statement_id\":0}]}\n") << QString();
    }

    void refuses()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, error);
        QCOMPARE(errorIdOf(decodeQueryAnswer(body)), error);
    }

    void everyCutIsNoticed()
    {
        const std::string whole
            = "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"tags\":{\"t\":\"a\"},"
              "\"columns\":[\"time\",\"v\"],\"values\":[[1,\"x\"],[2,\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x93\x93\"]]}]}]}";
        QVERIFY(decodeQueryAnswer(QByteArray::fromStdString(whole)));
        for (size_t length = 0; length < whole.size(); ++length)
            QVERIFY2(
                !decodeQueryAnswer(QByteArray::fromStdString(whole.substr(0, length))), std::to_string(length).c_str());
    }

    void joinsOnlyTheSameSeries()
    {
        const auto rows = decodeQueryAnswer(
            "{\"results\":[{\"series\":[{\"name\":\"m\",\"tags\":{\"t\":\"a\"},\"columns\":[\"v\"],\"values\":[[1]],"
            "\"partial\":true}],\"partial\":true}]}\r\n"
            "{\"results\":[{\"series\":[{\"name\":\"m\",\"tags\":{\"t\":\"a\"},\"columns\":[\"v\"],\"values\":[[2]]},"
            "{\"name\":\"m\",\"tags\":{\"t\":\"b\"},\"columns\":[\"v\"],\"values\":[[3]]}]}]}\r\n");
        QVERIFY2(rows, problemOf(rows).constData());
        QCOMPARE(rows->series.size(), size_t(2));
        QCOMPARE(rows->series[0].rowCount(), size_t(2));
        QCOMPARE(rows->series[0].at(1, "v").asInteger(), 2LL);
        QCOMPARE(rows->series[1].tag("t"), std::string("b"));
    }

    void keepsValuesExact()
    {
        const auto rows = decodeQueryAnswer(
            "{\"results\":[{\"series\":[{\"name\":\"m\",\"columns\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"],\"values\":"
            "[[9007199254740993,1.0,1.5,\"\",null,true]]}]}]}");
        QVERIFY2(rows, problemOf(rows).constData());
        const InfluxSeries& m = rows->series.front();
        QCOMPARE(m.at(0, "a").asInteger(), 9007199254740993LL);
        QCOMPARE(m.at(0, "b").asInteger(), 1LL);
        QVERIFY(!m.at(0, "c").asInteger());
        QCOMPARE(*m.at(0, "d").asText(), std::string());
        QVERIFY(m.at(0, "e").isNull());
        QVERIFY(!m.at(0, "e").asText());
        QCOMPARE(m.at(0, "f").asBool(), true);
        QVERIFY(m.at(0, "not there").isNull());
    }

    void takesDeepRubbishWithoutRecursion()
    {
        std::string body = "{\"results\":[{\"messages\":";
        body += std::string(200'000, '[') + std::string(200'000, ']') + "}]}";
        QVERIFY(decodeQueryAnswer(QByteArray::fromStdString(body)));
    }
};

QTEST_GUILESS_MAIN(tst_queryresult)
#include "tst_queryresult.moc"
