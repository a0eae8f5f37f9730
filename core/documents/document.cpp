// SPDX-License-Identifier: MIT
#include "core/documents/document.h"

#include "core/base/clock.h"
#include "core/base/errorreason.h"
#include "core/documents/importedshapes.h"
#include "core/documents/nativedocument.h"
#include "core/documents/salvage.h"
#include "core/state/validation.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace tradestate {

QString documentShapeText(DocumentShape shape)
{
    switch (shape) {
    case DocumentShape::Native:
        return QStringLiteral("trading-state");
    case DocumentShape::UtilityBackup:
        return QStringLiteral("utility-backup");
    case DocumentShape::StateFile:
        return QStringLiteral("state-file");
    case DocumentShape::PositionFallback:
        return QStringLiteral("position-fallback");
    case DocumentShape::LegacyMt5:
        return QStringLiteral("legacy-mt5");
    case DocumentShape::BrokerSummary:
        return QStringLiteral("broker-summary");
    }
    return QString();
}

namespace {

// Documents of others may be this deep. Written as our own they become a little deeper, and must still be readable.
constexpr int deepestImport = 512;
constexpr int deeperAsNative = 8;

bool isDeeperThan(const Json& value, int levels)
{
    if (const Json::Array* array = value.asArray())
        return levels == 0 || std::any_of(array->begin(), array->end(), [&](const Json& item) {
            return isDeeperThan(item, levels - 1);
        });
    if (const Json::Object* object = value.asObject())
        return levels == 0 || std::any_of(object->begin(), object->end(), [&](const auto& member) {
            return isDeeperThan(member.second, levels - 1);
        });
    return false;
}

bool holdsAnything(const Document& document)
{
    const TradingState& state = document.state;
    return !state.positions.empty() || !state.pairStates.empty() || document.hasPortfolio || document.hasSession;
}

void tell(Document& document, Severity severity, const QString& code, const QString& message)
{
    document.findings.push_back({ severity, code, {}, {}, message });
}

QString missingParts(const Document& document)
{
    QStringList missing;
    if (!document.hasPositions)
        missing << QStringLiteral("positions");
    if (!document.hasPairStates)
        missing << QStringLiteral("pair states");
    if (!document.hasPortfolio)
        missing << QStringLiteral("portfolio");
    if (!document.hasSession)
        missing << QStringLiteral("session");
    return missing.join(QStringLiteral(", "));
}

void tellCompleteness(Document& document)
{
    if (document.nothingRead)
        return;
    if (const QString missing = missingParts(document); !missing.isEmpty())
        tell(document, Severity::Warning, findings::partial,
            QStringLiteral("The document does not have: %1").arg(missing));
}

void addValidation(Document& document, const DocumentOptions& options)
{
    const Timestamp now = options.now ? *options.now : SystemClock().now();
    auto found = validate(document.state, ValidationContext { now, options.zoneOfNaive, options.zoneIsKnown });
    document.findings.insert(
        document.findings.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

/// Reads what the JSON holds; damage is the error of a damaged document.
Result<Document> readShape(Json root, const std::optional<Error>& damage, const std::vector<std::string>& openPath,
    const DocumentOptions& options)
{
    const bool isNative = isNativeDocument(root);
    const auto shape = isNative ? DocumentShape::Native : importedShapeOf(root);
    const auto refuse = [&]() -> Result<Document> {
        if (damage)
            return tl::unexpected<Error>(*damage);
        return failure(ErrorCode::NotAState);
    };
    if (!shape)
        return refuse();
    if (!isNative && isDeeperThan(root, deepestImport))
        return failure(ErrorCode::NestedTooDeep, QString(), QStringLiteral("deeper than %1 levels").arg(deepestImport));
    std::vector<QString> lost;
    if (damage)
        lost = removeWhatWasOpen(root, *shape, openPath);

    Document document;
    if (isNative) {
        auto native = readNativeDocument(std::move(root), damage.has_value());
        if (!native)
            return native;
        document = std::move(*native);
        document.stateTime = document.record ? document.record->savedAt : std::optional<Timestamp>();
        if (!document.stateTime && document.backup)
            document.stateTime = document.backup->createdAt;
    } else {
        document = readImportedDocument(std::move(root), *shape, options);
    }
    if (damage) {
        if (!holdsAnything(document))
            return refuse();
        document.salvaged = true;
        document.recovered = recoveredLines(document);
        document.recovered.insert(document.recovered.end(), lost.begin(), lost.end());
        document.recovered.push_back(
            QCoreApplication::translate("Recovered", "lost: whatever followed (%1)").arg(errorReason(*damage)));
        tell(document, Severity::Error, findings::salvaged,
            QStringLiteral("The document is damaged (%1); only a part of it was recovered").arg(damage->reason));
    }
    tellCompleteness(document);
    return document;
}

} // namespace

Result<Document> readDocument(std::string_view bytes, const DocumentOptions& options)
{
    JsonLimits limits;
    limits.depth = deepestImport + deeperAsNative;
    limits.skipNestedPortfolios = true;
    auto parsed = salvageJson(bytes, limits);
    if (parsed.error && !isSalvageable(*parsed.error))
        return tl::unexpected<Error>(std::move(*parsed.error));
    auto document = readShape(std::move(parsed.value), parsed.error, parsed.openPath, options);
    if (!document)
        return document;
    const bool isTold = std::any_of(document->findings.begin(), document->findings.end(),
        [](const Finding& finding) { return finding.code == findings::droppedNesting; });
    if (parsed.droppedNesting && !isTold)
        tell(*document, Severity::Warning, findings::droppedNesting,
            QStringLiteral("Portfolios were nested too deeply; the innermost copies were left out"));
    if (options.validate)
        addValidation(*document, options);
    return document;
}

} // namespace tradestate
