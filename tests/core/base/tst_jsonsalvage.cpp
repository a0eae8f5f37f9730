// SPDX-License-Identifier: MIT
#include "core/base/json.h"

#include <QTest>

using namespace tradestate;

class TestJsonSalvage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsSurelyWhole_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("openPath");
        const auto row = [](const char* text, const char* value, const char* openPath) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(value) << QByteArray(openPath);
        };
        // A number or text that nothing follows may go on: it is not taken.
        row("{\"a\": 1, \"b\": 12", "{\"a\":1}", "");
        row("{\"a\": 1, \"b\": 12 34", "{\"a\":1}", "");
        row("{\"a\": 1, \"b\": \"te\"xt\"", "{\"a\":1}", "");
        row("{\"a\": 1, \"b\": tru", "{\"a\":1}", "");
        row("{\"a\": 1, \"b\": nul", "{\"a\":1}", "");
        row("{\"a\": 1,", "{}", "");
        row("{\"a\": 1, \"b\"", "{\"a\":1}", "");
        row("{\"a\": {\"x\": 1}", "{\"a\":{\"x\":1}}", "");
        row("{\"a\": {\"x\": 1}, \"b\": {\"y\": 2, \"z\": [3, 4", "{\"a\":{\"x\":1},\"b\":{\"y\":2,\"z\":[3]}}", "b/z");
        row("[[1, 2], [3", "[[1,2],[]]", "1");
        row("{\"a\": [{\"x\": 1}, {\"y\": 2}, ", "{\"a\":[{\"x\":1},{\"y\":2}]}", "a");
        row("{\"a\": 1} x", "{\"a\":1}", "");
        row("", "null", "");
        row("tru", "null", "");
    }

    void keepsWhatIsSurelyWhole()
    {
        QFETCH(QByteArray, text);
        const SalvagedJson salvaged = salvageJson(text.toStdString());
        QVERIFY(salvaged.error.has_value());
        QTEST(QByteArray::fromStdString(compactJson(salvaged.value)), "value");
        QByteArrayList path;
        for (const std::string& step : salvaged.openPath)
            path << QByteArray::fromStdString(step);
        QTEST(path.join('/'), "openPath");
        QVERIFY(!parseJson(text.toStdString()).has_value());
    }

    void aWholeDocumentHasNoError()
    {
        const SalvagedJson salvaged = salvageJson("{\"a\": 1}\n");
        QVERIFY(!salvaged.error);
        QCOMPARE(compactJson(salvaged.value), std::string("{\"a\":1}"));
    }

    void nothingMayFollowTheDocument()
    {
        const std::string nul(1, '\0');
        for (const std::string& tail :
            { nul, nul + "x", std::string("\n") + nul, std::string(4096, '\0'), std::string("x"), std::string("{}") }) {
            const auto parsed = parseJson("{\"a\": 1}" + tail);
            QVERIFY(!parsed.has_value());
            QCOMPARE(parsed.error().code, ErrorCode::NotJson);
        }
        QVERIFY(parseJson("{\"a\": 1} \r\n\t").has_value());
    }

    void theEndIsToldFromDamage()
    {
        QCOMPARE(parseJson("{\"a\": ").error().code, ErrorCode::CutOff);
        QCOMPARE(parseJson("").error().code, ErrorCode::CutOff);
        QCOMPARE(parseJson("{\"a\": @}").error().code, ErrorCode::NotJson);
        QCOMPARE(parseJson(std::string(8, '\0')).error().code, ErrorCode::NotJson);
    }

    void writesAtAnyLevel()
    {
        const Json json = parseJson("{\"b\": [1, {}], \"a\": []}")->value;
        std::string out;
        appendJson(out, json, 1);
        QCOMPARE(out, std::string("{\n    \"a\": [],\n    \"b\": [\n      1,\n      {}\n    ]\n  }"));
        out.clear();
        appendJson(out, *json.asObject());
        QCOMPARE(out, compactJson(json));
    }
};

QTEST_GUILESS_MAIN(TestJsonSalvage)
#include "tst_jsonsalvage.moc"
