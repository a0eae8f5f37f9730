// SPDX-License-Identifier: MIT
#include "core/documents/pythonjson.h"

#include <QFile>
#include <QTest>

using namespace tradestate;

class TestPythonJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesWhatPythonComputed()
    {
        QFile file(QStringLiteral(TRADESTATE_FIXTURES "/python-system/checksums.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string bytes = file.readAll().toStdString();
        const auto document = parseJson(bytes);
        QVERIFY(document.has_value());
        const Json::Array* entries = document->value.asArray();
        QVERIFY(entries);
        QCOMPARE(entries->size(), size_t(200));
        for (const Json& entry : *entries) {
            const std::string& stored = *entry.find("stored")->asText();
            const auto value = parseJson(stored);
            QVERIFY2(value.has_value(), stored.c_str());
            const QString expected = toQString(*entry.find("checksum")->asText());
            QVERIFY2(pythonChecksum(value->value) == expected, stored.c_str());
        }
    }

    void printsNumbersAsPythonDoes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
        };
        row("1.2500", "1.25");
        row("50000.0", "50000.0");
        row("1e15", "1000000000000000.0");
        row("1e16", "1e+16");
        row("1234567890123456.7", "1234567890123456.8");
        row("12345678901234567.0", "1.2345678901234568e+16");
        row("0.0001", "0.0001");
        row("0.00001", "1e-05");
        row("1.5E-7", "1.5e-07");
        row("0.1", "0.1");
        row("-0.0", "-0.0");
        row("-0", "0");
        row("-1e-400", "-0.0");
        row("10e308", "Infinity");
        row("-10e308", "-Infinity");
        row("1e308", "1e+308");
        row("5e-324", "5e-324");
        row("2.2250738585072011e-308", "2.225073858507201e-308");
        row("9007199254740993", "9007199254740993");
        row("9007199254740993.0", "9007199254740992.0");
        row("123456789012345678901234567890", "123456789012345678901234567890");
        row("NaN", "NaN");
        row("-Infinity", "-Infinity");
    }

    void printsNumbersAsPythonDoes()
    {
        QFETCH(QByteArray, text);
        const auto number = Decimal::parse(text.toStdString());
        QVERIFY(number.has_value());
        QTEST(QByteArray::fromStdString(pythonJson(Json(*number))), "expected");
    }

    void escapesEverythingButPrintableAscii()
    {
        const Json value(Json::Object { { "\xF0\x9F\x93\x88", Json("\x7F\n\x01/\xC3\xA9\"\\") } });
        QCOMPARE(QByteArray::fromStdString(pythonJson(value)),
            QByteArray("{\"\\ud83d\\udcc8\": \"\\u007f\\n\\u0001/\\u00e9\\\"\\\\\"}"));
    }

    void sortsKeysByCodePoint()
    {
        const Json value(Json::Object { { "\xEF\xBF\xBD", Json(true) }, { "\xF0\x9F\x93\x88", Json(false) },
            { "a", Json() }, { "Z", Json(Json::Array { Json::integer(1), Json(Json::Object {}) }) } });
        QCOMPARE(QByteArray::fromStdString(pythonJson(value)),
            QByteArray("{\"Z\": [1, {}], \"a\": null, \"\\ufffd\": true, \"\\ud83d\\udcc8\": false}"));
    }
};

QTEST_GUILESS_MAIN(TestPythonJson)
#include "tst_pythonjson.moc"
