// SPDX-License-Identifier: MIT
#include "core/base/json.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace tradestate;

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsNumberTexts()
    {
        const std::string text
            = R"({"a":1.2500,"b":[1e308,-0,9007199254740993,NaN,Infinity,-Infinity,123456789012345678901234567890.10]})";
        const auto parsed = parseJson(text);
        QVERIFY(parsed.has_value());
        QCOMPARE(QByteArray::fromStdString(compactJson(parsed->value)), QByteArray::fromStdString(text));
    }

    void sortsKeysByCodePoint()
    {
        const auto parsed = parseJson("{\"\xF0\x9F\x9A\x80\":1,\"\xEF\xBF\xAE\":2,\"z\":3,\"B\":4}");
        QVERIFY(parsed.has_value());
        QCOMPARE(QByteArray::fromStdString(compactJson(parsed->value)),
            QByteArray("{\"B\":4,\"z\":3,\"\xEF\xBF\xAE\":2,\"\xF0\x9F\x9A\x80\":1}"));
    }

    void escapesOnlyWhatItMust()
    {
        const auto parsed = parseJson("{\"s\":\"\\u0000\\u001f\\u007f\\\"\\\\\\/\\b\\f\\n\\r\\t\\u2028\\u00e9\"}");
        QVERIFY(parsed.has_value());
        QCOMPARE(QByteArray::fromStdString(compactJson(parsed->value)),
            QByteArray("{\"s\":\"\\u0000\\u001f\x7f\\\"\\\\/\\b\\f\\n\\r\\t\xE2\x80\xA8\xC3\xA9\"}"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("place");
        const auto row = [](const char* name, const QByteArray& text, ErrorCode code, const char* place) {
            QTest::newRow(name) << text << static_cast<int>(code) << QString::fromLatin1(place);
        };
        row("duplicate key", "{\"a\":1,\n\"a\":2}", ErrorCode::DuplicateKey, "line 2");
        row("short infinity", "{\"a\":Inf}", ErrorCode::InvalidNumber, "Inf");
        row("negative NaN", "[-NaN]", ErrorCode::InvalidNumber, "-NaN");
        row("cut off", "{\"a\":[1,2", ErrorCode::CutOff, "line 1");
        row("empty", "", ErrorCode::CutOff, "line 1");
        row("trailing text", "{} {}", ErrorCode::NotJson, "line 1");
        row("leading zero", "[01]", ErrorCode::NotJson, "line 1");
        row("invalid UTF-8", "[\"\xff\"]", ErrorCode::InvalidText, "line 1");
        row("in a key", "{\"a\":1,\n\"b\xe2\x82\":2}", ErrorCode::InvalidText, "line 2, column 3");
        row("over-long UTF-8", "[\n\n\"ab\xc0\xaf\"]", ErrorCode::InvalidText, "line 3, column 4");
        row("a surrogate in UTF-8", "[\"\xed\xa0\x80\"]", ErrorCode::InvalidText, "line 1, column 3");
        row("beyond Unicode", "[\"\xf4\x90\x80\x80\"]", ErrorCode::InvalidText, "line 1, column 3");
        row("UTF-8 cut off", "[\"ab\xf0\x9f\x93", ErrorCode::InvalidText, "line 1");
        row("invalid UTF-8 after another error", "[01,\"\xff\"]", ErrorCode::NotJson, "line 1, column 3");
        row("invalid UTF-8 between values", "[1,\xff]", ErrorCode::NotJson, "line 1, column 4");
        row("a NUL", QByteArray("[1,\0 2]", 7), ErrorCode::NotJson, "line 1, column 4");
        row("a NUL after the document", QByteArray("[1]\0", 4), ErrorCode::NotJson, "line 1, column 4");
        row("lone surrogate", "[\"\\ud800\"]", ErrorCode::NotJson, "line 1");
        row("too deep", QByteArray(100000, '['), ErrorCode::NestedTooDeep, "deeper than 512");
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QString, place);
        const auto parsed = parseJson({ text.constData(), static_cast<size_t>(text.size()) });
        QVERIFY(!parsed.has_value());
        QCOMPARE(errorId(parsed.error().code), errorId(static_cast<ErrorCode>(code)));
        QVERIFY2(parsed.error().reason.contains(place), qPrintable(parsed.error().reason));
    }

    // The sanitizers see whether anything behind the end was looked at.
    void everyCutIsNoticed()
    {
        const std::string whole = "{\"a name that needs room of its own\":[1,\"\xC3\xA9\",{\"\xE2\x82\xAC\":null},"
                                  "\"\\u00e9\\ud83d\\udcd3\",\"\xF0\x9F\x93\x93\"]}";
        QVERIFY(parseJson(whole));
        for (size_t size = 0; size < whole.size(); ++size) {
            const std::string cut = whole.substr(0, size);
            const auto parsed = parseJson(cut);
            QVERIFY2(!parsed, cut.c_str());
            const bool insideACharacter = (static_cast<unsigned char>(whole[size]) & 0xC0) == 0x80;
            QCOMPARE(parsed.error().code == ErrorCode::InvalidText, insideACharacter);
            QCOMPARE(salvageJson(cut).error->code, parsed.error().code);
        }
    }

    // Members come in any order: few and many of them are looked through in different ways.
    void sortsAndFindsDuplicatesInAnyOrder_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : { 2, 63, 64, 65, 66, 1000, 20'000 })
            QTest::addRow("%d", count) << count;
    }
    void sortsAndFindsDuplicatesInAnyOrder()
    {
        QFETCH(int, count);
        std::vector<std::string> keys;
        keys.reserve(static_cast<size_t>(count));
        for (int i = 0; i < count; ++i)
            keys.push_back(std::to_string(i));
        std::sort(keys.begin(), keys.end());
        std::vector<std::string> mixed = keys;
        std::mt19937 random(7);
        std::shuffle(mixed.begin(), mixed.end(), random);
        for (const auto& order : { mixed, std::vector<std::string>(keys.rbegin(), keys.rend()), keys }) {
            std::string text = "{";
            for (const std::string& key : order)
                text.append("\"").append(key).append("\":[").append(key).append(",{}],\n");
            const auto whole = parseJson(text + "\"z\":0}");
            QVERIFY(whole);
            const Json::Object& object = *whole->value.asObject();
            QCOMPARE(object.size(), keys.size() + 1);
            QVERIFY(std::equal(keys.begin(), keys.end(), object.begin(), [](const auto& key, const auto& member) {
                return member.first == key && (*member.second.asArray())[0].asNumber()->text() == key;
            }));
            for (const std::string& key : { order.front(), order[order.size() / 2], order.back() }) {
                const auto repeated = parseJson(std::string(text).append("\"").append(key).append("\":0}"));
                QVERIFY(!repeated);
                QCOMPARE(repeated.error().code, ErrorCode::DuplicateKey);
                QVERIFY2(repeated.error().reason.contains(QStringLiteral("line %1,").arg(count + 1)),
                    qPrintable(repeated.error().reason));
            }
        }
    }

    void skipsDeepPortfolioChains()
    {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += R"({"total_value":1,"metadata":{"portfolio_summary":)";
        text += "{}";
        for (int i = 0; i < 5000; ++i)
            text += "}}";
        QVERIFY(!parseJson(text).has_value());
        const auto parsed = parseJson(text, { .skipNestedPortfolios = true });
        QVERIFY(parsed.has_value());
        QVERIFY(parsed->droppedNesting);
        QVERIFY(parsed->value.find("metadata")->find("portfolio_summary")->find("total_value"));
    }

    void salvagesWhatWasComplete()
    {
        const SalvagedJson salvaged = salvageJson(R"({"p":{"A":{"q":1},"B":{"q":2,"r":)");
        QVERIFY(salvaged.error.has_value());
        QCOMPARE(salvaged.openPath, (std::vector<std::string> { "p", "B" }));
        QCOMPARE(
            QByteArray::fromStdString(compactJson(salvaged.value)), QByteArray(R"({"p":{"A":{"q":1},"B":{"q":2}}})"));
    }

    void comparesNumbersByValue()
    {
        const Json left = parseJson("[1.2500,1e2,-0.0]")->value;
        const Json right = parseJson("[1.25,100,0]")->value;
        QVERIFY(sameValue(left, right));
        QVERIFY(!(left == right));
    }

    void ordersDecimals_data()
    {
        QTest::addColumn<QByteArray>("smaller");
        QTest::addColumn<QByteArray>("larger");
        QTest::newRow("tenths") << QByteArray("0.1") << QByteArray("0.11");
        QTest::newRow("signs") << QByteArray("-2") << QByteArray("-1.5");
        QTest::newRow("beyond double") << QByteArray("9007199254740992") << QByteArray("9007199254740993");
        QTest::newRow("exponents") << QByteArray("9e-400") << QByteArray("1e-399");
        QTest::newRow("zero") << QByteArray("-1e-999") << QByteArray("-0.0");
        QTest::newRow("infinity") << QByteArray("1e308") << QByteArray("Infinity");
        QTest::newRow("NaN first") << QByteArray("NaN") << QByteArray("-Infinity");
    }

    void ordersDecimals()
    {
        QFETCH(QByteArray, smaller);
        QFETCH(QByteArray, larger);
        const Decimal a = *Decimal::parse(smaller.toStdString());
        const Decimal b = *Decimal::parse(larger.toStdString());
        QVERIFY(a < b);
        QVERIFY(b > a);
        QVERIFY(a != b);
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
