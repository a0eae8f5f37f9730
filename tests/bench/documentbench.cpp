// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/document.h"
#include "core/files/durablefile.h"
#include "core/manager/tradingsession.h"
#include "tests/bench/bench.h"
#include "tests/support/stategenerator.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <QCryptographicHash>
#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

namespace tradestate::bench {

namespace {

/// A reader that throws everything away: the least that reading this text can cost.
void bareParse(const std::string& text)
{
    struct Nothing : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Nothing>
    {
    };
    Nothing handler;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    if (reader
            .Parse<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseNanAndInfFlag
                | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(stream, handler)
            .IsError())
        qFatal("the document is no JSON");
}

void bareHash(const std::string& text)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    if (hash.result().isEmpty())
        qFatal("no hash");
}

void bareWrite(const QString& path, const std::string& text)
{
    const int file = ::open(path.toLocal8Bit().constData(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file) != 0)
        qFatal("cannot write");
    ::close(file);
}

/// What a save cannot cost less than: its bytes on the disk, Qt's SHA-256 of them and one look at each.
void bareSave(const QString& path, const std::string& text)
{
    bareWrite(path, text);
    bareParse(text);
    bareHash(text);
}

constexpr auto bareSaveText = "write + fsync + Qt's SHA-256 + bare SAX pass";

} // namespace

void benchDocuments()
{
    for (const int pairs : { 1000, 100000 }) {
        const TradingState state = generateState(pairs, pairs, 1);
        const SaveRecord record = generateRecord(state, stateChecksum(state), 1);
        const std::string text = writeDocument(record, state);
        const int rounds = pairs > 10000 ? 3 : 15;
        print(compareTimes(
            QStringLiteral("read and prove a document of %1 pairs").arg(pairs),
            [&] {
                if (const auto document = readDocument(text); !document || document->proof != Proof::Verified)
                    qFatal("the document does not read back");
            },
            QStringLiteral("bare RapidJSON SAX pass + Qt's SHA-256"),
            [&] {
                bareParse(text);
                bareHash(text);
            },
            rounds, 0));
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("state.json"));
        print(compareTimes(
            QStringLiteral("save a document of %1 pairs durably").arg(pairs),
            [&] {
                const std::string bytes = writeDocument(generateRecord(state, stateChecksum(state), 1), state);
                if (!writeDurably(path, bytes, WriteMode::Replace))
                    qFatal("cannot save");
            },
            QString::fromLatin1(bareSaveText), [&] { bareSave(path, text); }, rounds, 0));
    }
}

void benchSession()
{
    constexpr int pairs = 1000;
    const TradingState state = generateState(pairs, pairs, 1);
    const std::string text = writeDocument(generateRecord(state, stateChecksum(state), 1), state);
    const QTemporaryDir folder;
    StateManager::Parts parts;
    parts.settings.folder = folder.filePath(QStringLiteral("state"));
    parts.program = QStringLiteral("bench");
    StateManager manager(parts);
    const QString path = folder.filePath(QStringLiteral("bare.json"));
    print(compareTimes(
        QStringLiteral("journaled save of 1,000 pairs"),
        [&] {
            if (!manager.journalSave(state, SaveReason::Trade, {}))
                qFatal("cannot save");
        },
        QString::fromLatin1(bareSaveText), [&] { bareSave(path, text); }, 15, 1.5));

    parts.settings.folder = folder.filePath(QStringLiteral("session"));
    TradingSession session(parts, {});
    if (!session.initialize())
        qFatal("no session");
    StateChange everything;
    for (const auto& [pair, position] : state.positions)
        everything.positions[pair] = position;
    everything.pairStates = state.pairStates;
    if (!session.recordTrade(everything).result())
        qFatal("cannot save");
    std::vector<double> returns;
    std::vector<double> saves;
    for (int round = 0; round < 30; ++round) {
        StateChange trade;
        trade.positions.insert(*everything.positions.begin());
        QElapsedTimer timer;
        timer.start();
        auto saving = session.recordTrade(trade);
        returns.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        saving.waitForFinished();
        saves.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    print({ QStringLiteral("recordTrade() returns, 1,000 pairs"), QStringLiteral("until its save is on disk"),
        median(returns), median(saves), 0.01 });
}

} // namespace tradestate::bench
