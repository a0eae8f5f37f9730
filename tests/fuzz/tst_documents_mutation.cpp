// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "tests/core/documents/fixturefiles.h"
#include "tests/support/stategenerator.h"

#include <QTest>

#include <random>

using namespace tradestate;
using namespace tradestate::fixtures;

namespace {

using Engine = std::mt19937;

size_t below(Engine& engine, size_t limit)
{
    return limit == 0 ? 0 : static_cast<size_t>(engine()) % limit;
}

/// Pieces that parsers trip over.
const std::vector<std::string> pieces { "NaN", "-Infinity", "Infinity", "1e999999999999", "-0", "null", "{}", "[]",
    "{\"deleted\": true}", "\"position\": null", "\"FLAT\"", "\\ud83d\\udcc8", "\\ud83d", "\xFF", "\xC0\x80", "\\u0000",
    std::string(1, '\0'), "\"positions\": ", "\"active_positions\": ", "\"pair_states\": ", "\"metadata\": ",
    "\"current_state\": ", "\"save\": ", "\"format\": ", "\"ghosts\": ", "\"portfolio_summary\": ", "\"pair\": \"\"",
    "\"other\": 7", "}}}}", "]]", "\"", "\\", ",", ":", std::string(600, '['), std::string(300, '9') };

void mutate(std::string& text, const std::string& other, Engine& engine)
{
    const size_t at = below(engine, text.size());
    const size_t length = below(engine, 40);
    switch (below(engine, 8)) {
    case 0:
        if (!text.empty())
            text[at] = static_cast<char>(engine());
        break;
    case 1:
        text.erase(at, length);
        break;
    case 2:
        text.insert(at, pieces[below(engine, pieces.size())]);
        break;
    case 3:
        text.insert(at, text.substr(below(engine, text.size()), length));
        break;
    case 4:
        text.resize(at);
        break;
    case 5:
        text.replace(at, std::min(text.size() - at, size_t(200)), other.substr(below(engine, other.size()), 200));
        break;
    case 6:
        text.replace(at, std::min(text.size() - at, length), pieces[below(engine, pieces.size())]);
        break;
    case 7: // a value for another: what stands between a colon and the next comma
        if (const size_t colon = text.find(": ", at); colon != std::string::npos) {
            const size_t end = text.find_first_of(",\n", colon);
            text.replace(
                colon + 2, (end == std::string::npos ? text.size() : end) - colon - 2, pieces[below(engine, 9)]);
        }
        break;
    }
}

struct Seen
{
    int refused = 0;
    int salvaged = 0;
    int read = 0;
    int verified = 0;
};

} // namespace

/// Whatever stands in a file: it is refused with a reason, or what is read of it is a state that can be written and
/// read again, and only what was not changed is called verified. The same mutations in every run.
class TestDocumentsMutation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mutatedDocuments()
    {
        std::vector<std::string> seeds;
        for (const char* name : { "state_file.json", "position_fallback.json", "broker_summary_state.json",
                 "backup_of_nothing_read.json", "trading_state_backup_20261123_091528.json" })
            seeds.push_back(bytesOf(name));
        const TradingState state = generateState(2, 2, 11);
        const SaveRecord record = generateRecord(state, stateChecksum(state), 11);
        seeds.push_back(writeDocument(record, state));
        const std::string own = seeds.back();

        Seen seen;
        for (unsigned seed = 0; seed < 9000; ++seed) {
            Engine engine(seed);
            std::string text = seeds[below(engine, seeds.size())];
            const size_t changes = 1 + below(engine, 3);
            for (size_t i = 0; i < changes; ++i)
                mutate(text, seeds[below(engine, seeds.size())], engine);
            check(text, state, record, seed, seen);
            if (QTest::currentTestFailed())
                return;
        }
        check(own, state, record, 0, seen);
        QCOMPARE(seen.verified > 0, true);
        QVERIFY(seen.refused > 300);
        QVERIFY(seen.salvaged > 300);
        QVERIFY(seen.read > 300);
    }

private:
    static void check(
        const std::string& text, const TradingState& state, const SaveRecord& record, unsigned seed, Seen& seen)
    {
        const QByteArray which = "seed " + QByteArray::number(seed);
        const auto document = readDocument(text, options());
        if (!document) {
            QVERIFY2(!describe(document.error()).isEmpty(), which);
            ++seen.refused;
            return;
        }
        ++(document->salvaged ? seen.salvaged : seen.read);
        if (document->proof == Proof::Verified) {
            ++seen.verified;
            QVERIFY2(document->state == state && document->record == record && !document->salvaged, which);
        }
        for (const auto& [key, position] : document->state.positions)
            QVERIFY2(position.pair() == key, which);
        for (const Finding& finding : document->findings)
            QVERIFY2(!finding.code.isEmpty() && !finding.message.isEmpty(), which);
        QVERIFY2(!document->salvaged || !document->recovered.empty(), which);
        const auto again = readDocument(writeDocument(SaveRecord(), document->state, document->ghosts), options());
        QVERIFY2(again.has_value(), which);
        QVERIFY2(canonicalForm(again->state) == canonicalForm(document->state), which);
        QVERIFY2(again->ghosts == document->ghosts, which);
    }
};

QTEST_GUILESS_MAIN(TestDocumentsMutation)
#include "tst_documents_mutation.moc"
