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
        sentences += finding->message;
    }
    result.text = words.join(QStringLiteral(", "));
    result.toolTip = sentences.join(QLatin1Char('\n'));
    result.any = !sorted.empty();
    if (result.any)
        result.worst = sorted.front()->severity;
    return result;
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
