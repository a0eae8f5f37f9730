// SPDX-License-Identifier: MIT
#include "core/base/json.h"
#include "core/influx/influxclient.h"
#include "core/influx/influxql.h"
#include "core/influx/lineprotocol.h"
#include "tests/support/influxdserver.h"
#include "tests/support/problem.h"

#include <QTest>

#include <random>
#include <thread>

using namespace tradestate;
using namespace tradestate::test;

namespace {

/// Texts that have broken encoders: separators, quotes, escapes, comments, bidirectional and astral characters.
const std::vector<std::string>& hostileTexts()
{
    static const std::vector<std::string> texts { "plain", " ", ",", "=", "\"", "'", "\\", "a\\b", "\\\\", "\\,", "\\ ",
        "\\=", "a\\,b", "a\\\\,b", "a\\\"b", "\\n", "\\'", "'; DROP DATABASE x; --", "/* comment */", "-- c", "$a", "%",
        "%25", "%%", "%5C", "\n", "a\nm,t=injected v=1 1", "\t", "\r", "\r\n", "\x01", "\x7f", "é", "日本", "🚀",
        "\xE2\x80\xA8", "\xE2\x80\xAE", "\xD7\xA9\xD7\x9C", "\xC2\x85", "\xEF\xBF\xBD", "\xEF\xBB\xBF", "a ", " a",
        "#c", "null", "true", "1i", "time", "\xF4\x8F\xBF\xBF", "a\\ b", "\\a\\", "PG.US-CL.US",
        std::string(10'000, 'x') };
    return texts;
}

std::string randomText(std::mt19937& random)
{
    static const std::vector<std::string> pieces { "\\", ",", "=", " ", "\"", "'", "a", "B", "%", "\n", "\t", "é", "🚀",
        ";", "#", "\r", "\x02", "-", "." };
    std::string text;
    const size_t length = 1 + random() % 9;
    for (size_t i = 0; i < length; ++i)
        text += pieces[random() % pieces.size()];
    return text;
}

} // namespace

class tst_influx_client : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void detectsRealServer()
    {
        InfluxClient client(m_server.newDatabase(QStringLiteral("detect")));
        const auto server = client.detect();
        QVERIFY2(server, problemOf(server).constData());
        QCOMPARE(server->flavour, InfluxFlavour::V1);
        QVERIFY(server->version.startsWith(QLatin1String("1.")));
        QVERIFY(client.latencyMilliseconds() >= 0);
        QVERIFY(client.clockDifferenceSeconds());
        QVERIFY(std::abs(*client.clockDifferenceSeconds()) <= 2);
    }

    void everyTextRoundTrips()
    {
        InfluxClient client(m_server.newDatabase(QStringLiteral("texts")));
        std::vector<std::string> texts = hostileTexts();
        std::mt19937 random(20250720);
        for (int i = 0; i < 2'000; ++i)
            texts.push_back(randomText(random));
        std::vector<std::string> lines;
        for (size_t i = 0; i < texts.size(); ++i) {
            const auto line = encodeLine(LinePoint { "m", { { "t", tagFromText(texts[i]) } },
                { { "s", texts[i] }, { "n", static_cast<qint64>(i) } }, static_cast<qint64>(i) + 1 });
            QVERIFY2(line, problemOf(line).constData());
            QVERIFY(line->find('\n') == std::string::npos || texts[i].find('\n') != std::string::npos);
            lines.push_back(*line);
        }
        const auto written = client.write(lines);
        QVERIFY2(written, problemOf(written).constData());
        const auto rows = client.query("SELECT \"s\", \"n\", \"t\" FROM \"m\"");
        QVERIFY2(rows, problemOf(rows).constData());
        QCOMPARE(rows->rowCount(), texts.size());
        for (size_t i = 0; i < texts.size(); ++i) {
            const InfluxSeries& series = rows->series.front();
            const auto index = static_cast<size_t>(series.time(i) - 1);
            QCOMPARE(QByteArray::fromStdString(series.at(i, "s").text), QByteArray::fromStdString(texts[index]));
            QCOMPARE(QByteArray::fromStdString(textFromTag(series.at(i, "t").text)),
                QByteArray::fromStdString(texts[index]));
            QCOMPARE(series.at(i, "n").asInteger(), static_cast<qint64>(index));
        }
        // Each is found again by its literal, and only itself.
        for (size_t i = 0; i < texts.size(); i += i < hostileTexts().size() ? 1 : 10) {
            const auto found = client.query("SELECT \"n\", \"t\" FROM \"m\" WHERE \"t\" = "
                + influxString(tagFromText(texts[i])) + " AND time = " + influxTime(static_cast<qint64>(i) + 1));
            QVERIFY2(found, problemOf(found).constData());
            QCOMPARE(found->rowCount(), size_t(1));
            QCOMPARE(found->series.front().at(0, "n").asInteger(), static_cast<qint64>(i));
        }
        // No injected row or measurement anywhere.
        const auto measurements = client.query("SHOW MEASUREMENTS");
        QVERIFY(measurements);
        QCOMPARE(measurements->rowCount(), size_t(1));
    }

private:
    InfluxdServer m_server;
};

QTEST_GUILESS_MAIN(tst_influx_client)
#include "tst_influx_client.moc"
