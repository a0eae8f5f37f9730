// SPDX-License-Identifier: MIT
#include "ui/models/findingwords.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace tradestate {

namespace {

bool isFieldOfPairState(const QString& field)
{
    static const std::array fields { QStringLiteral("position"), QStringLiteral("cooldown"), QStringLiteral("z_score"),
        QStringLiteral("spread"), QStringLiteral("last_update") };
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

bool isFieldOfBoth(const QString& field)
{
    return field == QLatin1String("symbol1") || field == QLatin1String("symbol2") || field == QLatin1String("pair");
}

bool concernsPairState(const Finding& finding)
{
    if (finding.field.isEmpty() || isFieldOfBoth(finding.field))
        return finding.code == findings::pairPositionConflict || finding.code == findings::duplicatePair
            || !finding.field.isEmpty();
    return isFieldOfPairState(finding.field) || finding.code == findings::pairPositionConflict;
}

bool concernsPosition(const Finding& finding)
{
    return !isFieldOfPairState(finding.field) || finding.code == findings::pairPositionConflict;
}

} // namespace

QString FindingWords::shortWords(const Finding& finding)
{
    const QString& code = finding.code;
    const QString field = finding.field.isEmpty() ? tr("field") : finding.field;
    if (code == findings::missingField)
        return tr("%1 missing", "a field's name").arg(field);
    if (code == findings::invalidValue)
        return tr("%1 invalid", "a field's name").arg(field);
    if (code == findings::notANumber)
        return tr("%1 is not a number", "a field's name").arg(field);
    if (code == findings::placeholderEntry)
        return tr("placeholder price");
    if (code == findings::suspectedGhost)
        return tr("not in the last save");
    if (code == findings::returnedGhost)
        return tr("was gone, came back");
    if (code == findings::vanished)
        return tr("vanished without a trade");
    if (code == findings::freshStart)
        return tr("fresh start");
    if (code == findings::pairPositionConflict)
        return tr("position and pair state disagree");
    if (code == findings::unknownDirection)
        return tr("direction unknown");
    if (code == findings::duplicatePair)
        return tr("pair stored twice");
    if (code == findings::naiveTime)
        return tr("time without a zone");
    if (code == findings::futureTime)
        return tr("time in the future");
    if (code == findings::defaultEquity)
        return tr("equity not measured");
    if (code == findings::olderPortfolio)
        return tr("portfolio of an earlier save");
    if (code == findings::countMismatch)
        return tr("count does not match");
    if (code == findings::nothingRead)
        return tr("nothing was read");
    if (code == findings::checksumMismatch)
        return tr("checksum does not match");
    if (code == findings::noChecksum)
        return tr("no checksum");
    if (code == findings::salvaged)
        return tr("salvaged from a damaged file");
    if (code == findings::partial)
        return tr("only a part of the state");
    if (code == findings::droppedNesting)
        return tr("nested copies left out");
    if (code == findings::retention)
        return tr("older than the bucket keeps");
    if (code == findings::clockDifference)
        return tr("clocks differ");
    return code;
}

QString FindingWords::sentence(const Finding& finding)
{
    const QString& code = finding.code;
    const QString field = finding.field.isEmpty() ? tr("A field") : finding.field;
    if (code == findings::missingField)
        return tr("%1 is missing", "a field's name").arg(field);
    if (code == findings::invalidValue)
        return tr("%1 holds a value that is not allowed", "a field's name").arg(field);
    if (code == findings::notANumber)
        return tr("%1 holds NaN or an infinity", "a field's name").arg(field);
    if (code == findings::placeholderEntry)
        return finding.severity == Severity::Information
            ? tr("A version with placeholder values was passed over; shown is the one before it")
            : tr("Entry price and quantity are placeholders of a new trade, not what was traded");
    if (code == findings::suspectedGhost)
        return tr("It is not part of the last save: a suspected ghost");
    if (code == findings::returnedGhost)
        return tr("It was missing from an earlier save and came back with the same entry time; it may have been closed "
                  "long ago");
    if (code == findings::vanished)
        return tr("It was on record in the save before and is gone without a trade");
    if (code == findings::freshStart)
        return tr("The trading system started without its stored state");
    if (code == findings::pairPositionConflict)
        return tr("Its position and its pair state disagree");
    if (code == findings::unknownDirection)
        return tr("Its direction is neither long nor short");
    if (code == findings::duplicatePair)
        return tr("The pair is stored twice; both are kept");
    if (code == findings::naiveTime)
        return tr("Some times have no time zone; they were read in the trading system's zone");
    if (code == findings::futureTime)
        return finding.pair.isEmpty() ? tr("The time of the save is in the future: a clock is wrong")
                                      : tr("%1 is in the future", "a field's name").arg(field);
    if (code == findings::defaultEquity)
        return tr("The equity is a constant that nobody measured");
    if (code == findings::olderPortfolio)
        return tr("The portfolio belongs to an earlier save than the positions");
    if (code == findings::countMismatch)
        return finding.field == QLatin1String("open_positions")
            ? tr("The portfolio counts another number of open positions than there are")
            : tr("The save counts another number of rows than there are");
    if (code == findings::nothingRead)
        return tr("This was saved while the state could not be read; it is not a flat book");
    if (code == findings::checksumMismatch)
        return checksumSentence(finding);
    if (code == findings::noChecksum)
        return tr("No checksum proves that this is what was saved");
    if (code == findings::salvaged)
        return tr("The document is damaged; only a part of it was recovered");
    if (code == findings::partial)
        return tr("The document does not hold every part of the state");
    if (code == findings::droppedNesting)
        return tr("Repeated copies of older portfolios were left out");
    if (code == findings::retention)
        return tr("The bucket keeps data for a limited time only; older saves are gone there");
    if (code == findings::clockDifference)
        return tr("The server's clock and this machine's differ");
    return finding.message;
}

QString FindingWords::checksumSentence(const Finding& finding)
{
    if (!finding.pair.isEmpty())
        return tr("It is not what was saved: its checksum does not hold");
    if (finding.field == QLatin1String("save.record_checksum"))
        return tr("The save's record was changed after it was written: its checksum does not hold");
    if (finding.field == QLatin1String("format.checksum"))
        return tr("The document was changed after it was written: its checksum does not hold");
    return tr("Something is not what was saved: a checksum does not hold");
}

QString FindingWords::sentenceOfPair(const Finding& finding)
{
    const QString text = sentence(finding);
    return finding.pair.isEmpty() ? text : tr("%1: %2", "pair: what was found of it").arg(finding.pair, text);
}

QString FindingWords::inFull(const Finding& finding)
{
    QString text = sentence(finding);
    if (finding.message.isEmpty() || finding.message == text)
        return text;
    // The stored sentence says more, but in English only.
    const bool inEnglish
        = tr("en", "Not shown: the code of the language of this translation, such as de") == QLatin1String("en");
    return inEnglish ? finding.message : text + QLatin1Char('\n') + finding.message;
}

QString FindingWords::severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Information:
        return tr("ℹ Note");
    case Severity::Warning:
        return tr("⚠ Warning");
    case Severity::Error:
        return tr("✘ Error");
    }
    return {};
}

FindingWords::Note FindingWords::note(const std::vector<const Finding*>& found)
{
    Note result;
    std::vector<const Finding*> sorted;
    for (const Finding* finding : found) {
        // Information is in the details; notes are for what wants a look.
        if (finding->severity != Severity::Information)
            sorted.push_back(finding);
    }
    std::stable_sort(
        sorted.begin(), sorted.end(), [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
    QStringList words;
    QStringList sentences;
    for (const Finding* finding : sorted) {
        const QString text = shortWords(*finding);
        if (!words.contains(text))
            words += text;
        sentences += inFull(*finding);
    }
    result.text = words.join(QStringLiteral(", "));
    result.toolTip = sentences.join(QLatin1Char('\n'));
    result.any = !sorted.empty();
    if (result.any)
        result.worst = sorted.front()->severity;
    return result;
}

std::vector<const Finding*> worstFirst(const std::vector<Finding>& all)
{
    std::vector<const Finding*> sorted;
    sorted.reserve(all.size());
    for (const Finding& finding : all)
        sorted.push_back(&finding);
    std::stable_sort(
        sorted.begin(), sorted.end(), [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
    return sorted;
}

bool isShownByARow(const Finding& finding, const Snapshot& snapshot)
{
    if (finding.pair.isEmpty() || finding.severity == Severity::Information)
        return false; // tables note warnings and errors only
    if (concernsPosition(finding)) {
        const bool isGhost = std::any_of(snapshot.ghosts.begin(), snapshot.ghosts.end(),
            [&finding](const Position& ghost) { return ghost.pair() == finding.pair; });
        if (isGhost || snapshot.state.positions.contains(finding.pair))
            return true;
    }
    return concernsPairState(finding) && snapshot.state.pairStates.contains(finding.pair);
}

FindingsByPair::FindingsByPair(const std::vector<Finding>& all)
{
    for (const Finding& finding : all) {
        if (!finding.pair.isEmpty())
            m_found[finding.pair].push_back(&finding);
    }
}

std::vector<const Finding*> FindingsByPair::ofPosition(const QString& pair) const
{
    std::vector<const Finding*> result;
    if (const auto at = m_found.find(pair); at != m_found.end())
        std::copy_if(at->second.begin(), at->second.end(), std::back_inserter(result),
            [](const Finding* finding) { return concernsPosition(*finding); });
    return result;
}

std::vector<const Finding*> FindingsByPair::ofPairState(const QString& pair) const
{
    std::vector<const Finding*> result;
    if (const auto at = m_found.find(pair); at != m_found.end())
        std::copy_if(at->second.begin(), at->second.end(), std::back_inserter(result),
            [](const Finding* finding) { return concernsPairState(*finding); });
    return result;
}

} // namespace tradestate
