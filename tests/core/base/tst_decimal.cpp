// SPDX-License-Identifier: MIT
#include "core/base/decimal.h"
#include "core/base/json.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace tradestate;

namespace {

Decimal number(std::string_view text)
{
    return Decimal::parse(text).value();
}

} // namespace

class TestDecimal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsText()
    {
        const std::string digits(308, '7');
        const std::string fraction(5000, '3');
        for (const std::string& text : { std::string("1.2500"), std::string("-0"), std::string("1E+05"),
                 std::string("0.10"), digits, "-" + digits + "." + fraction + "e-12", digits + "e+308",
                 std::string("NaN"), std::string("Infinity"), std::string("-Infinity") })
            QCOMPARE(number(text).text(), text);
        QCOMPARE(Decimal().text(), std::string("0"));
        QCOMPARE(Decimal::fromInteger(std::numeric_limits<qint64>::min()).text(), std::string("-9223372036854775808"));
        QCOMPARE(number("1.2500").toString(), QStringLiteral("1.2500"));
    }

    void refusesWhatIsNoNumber_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : { "", " 1", "1 ", "+1", "01", "-01", ".5", "1.", "1.e5", "1e", "1e+", "0x10", "1,5",
                 "--1", "Inf", "inf", "nan", "-NaN", "+Infinity", "infinity", "1_000", "1e5.0", "1e309", "1e+00309",
                 "1e99999999999999999999", "\xD9\xA1" })
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("309 digits") << QByteArray(309, '1');
        QTest::newRow("NUL") << QByteArray("1\0", 2);
    }

    void refusesWhatIsNoNumber()
    {
        QFETCH(QByteArray, text);
        const auto parsed = Decimal::parse(text.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, ErrorCode::InvalidNumber);
    }

    void comparesByValue_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<int>("order");
        const auto row = [](const char* left, const char* right, int order) {
            QTest::addRow("%s against %s", left, right) << QByteArray(left) << QByteArray(right) << order;
        };
        row("1.2500", "1.25", 0);
        row("1e3", "1000.0", 0);
        row("0.001", "1E-3", 0);
        row("-0", "0.000e9", 0);
        row("9007199254740993", "9007199254740992", 1);
        row("0.1", "0.1000000000000000055511151231257827", -1);
        row("-2", "-1", -1);
        row("-1", "1", -1);
        row("0", "1e-400", -1);
        row("-1e-400", "0", -1);
        row("1e308", "1e307", 1);
        row("10e308", "1e308", 1);
        row("1e-99999999999999999999", "1e5", -1);
        row("12", "123", -1);
        row("99", "100", -1);
        row("NaN", "NaN", 0);
        row("NaN", "-Infinity", -1);
        row("-Infinity", "-10e308", -1);
        row("Infinity", "10e308", 1);
        row("Infinity", "Infinity", 0);
    }

    void comparesByValue()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        QFETCH(int, order);
        const auto compared = number(left.toStdString()) <=> number(right.toStdString());
        QCOMPARE(compared < 0 ? -1 : compared > 0 ? 1 : 0, order);
        const auto reversed = number(right.toStdString()) <=> number(left.toStdString());
        QCOMPARE(reversed < 0 ? -1 : reversed > 0 ? 1 : 0, -order);
        QCOMPARE(number(left.toStdString()) == number(right.toStdString()), order == 0);
    }

    // Integers of up to 15 digits and few decimals are exact as doubles, so the doubles' order is the right one.
    void comparesAsDoublesDoWhereTheseAreExact()
    {
        std::mt19937 engine(1);
        const auto some = [&] {
            const int scale = static_cast<int>(engine() % 4);
            const auto value = static_cast<int>(engine() % 2'000'001) - 1'000'000;
            return std::pair(
                QString::number(value / std::pow(2.0, scale), 'f', 3).toStdString(), value / std::pow(2.0, scale));
        };
        for (int i = 0; i < 5000; ++i) {
            const auto [leftText, left] = some();
            const auto [rightText, right] = some();
            const auto order = number(leftText) <=> number(rightText);
            QVERIFY2((order < 0) == (left < right) && (order > 0) == (left > right), leftText.c_str());
            QCOMPARE(number(leftText).toDouble(), left);
        }
    }

    // Whatever a Decimal holds can be written into a document and read again.
    void agreesWithTheReaderOfJson()
    {
        const std::string whole(308, '9');
        for (const std::string& text : { whole, "-" + whole + ".9e308", std::string("1e308"), std::string("1E+0000308"),
                 std::string("1e-99999999999999999999"), "0." + std::string(5000, '0') + "1e308",
                 "1." + std::string(5000, '9') }) {
            QVERIFY2(Decimal::parse(text).has_value(), text.c_str());
            const auto read = parseJson("[" + text + "]");
            QVERIFY2(read.has_value(), text.c_str());
            QCOMPARE(read->value.asArray()->front().asNumber()->text(), text);
        }
        QCOMPARE(parseJson("[1e309]").error().code, ErrorCode::InvalidNumber);
    }

    void saysWhatItIs()
    {
        QVERIFY(number("1").isIntegerText() && number("-12345678901234567890").isIntegerText());
        QVERIFY(!number("1.0").isIntegerText() && !number("1e2").isIntegerText() && !number("NaN").isIntegerText());
        QVERIFY(number("-0.00e5").isZero() && !number("1e-999").isZero() && !number("NaN").isZero());
        QVERIFY(number("-1").isNegative() && number("-Infinity").isNegative());
        QVERIFY(!number("-0").isNegative() && !number("NaN").isNegative() && !number("1").isNegative());
        QVERIFY(number("10e308").isFinite() && !number("Infinity").isFinite() && !number("NaN").isFinite());
    }

    void isMadeOfADouble()
    {
        QCOMPARE(Decimal::fromDouble(1.25, 4).text(), std::string("1.2500"));
        QCOMPARE(Decimal::fromDouble(-2.6, 0).text(), std::string("-3"));
        QCOMPARE(Decimal::fromDouble(0.1).text(), std::string("0.1"));
        for (const double value : { 0.1, 1e-7, 5e-324, 1.7976931348623157e308, 123456789.123456789, 0.0 }) {
            const Decimal shortest = Decimal::fromDouble(value);
            QCOMPARE(shortest.toDouble(), value);
            QVERIFY2(Decimal::parse(shortest.text()), shortest.text().c_str());
        }
        QCOMPARE(Decimal::fromDouble(std::nan("")).text(), std::string("NaN"));
        QCOMPARE(Decimal::fromDouble(-HUGE_VAL, 2).text(), std::string("-Infinity"));
    }

    void becomesADoubleForCharts()
    {
        QCOMPARE(number("1.25e2").toDouble(), 125.0);
        QCOMPARE(number("5e-324").toDouble(), 5e-324);
        QCOMPARE(number("1e-999").toDouble(), 0.0);
        QVERIFY(std::isinf(number("10e308").toDouble()) && number("10e308").toDouble() > 0);
        QVERIFY(std::isinf(number("-10e308").toDouble()) && number("-10e308").toDouble() < 0);
        QVERIFY(std::isnan(number("NaN").toDouble()));
        QVERIFY(std::isinf(number("-Infinity").toDouble()) && number("-Infinity").toDouble() < 0);
    }
};

QTEST_GUILESS_MAIN(TestDecimal)
#include "tst_decimal.moc"
