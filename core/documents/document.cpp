// SPDX-License-Identifier: MIT
#include "core/documents/document.h"

#include "core/documents/nativedocument.h"

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

Result<Document> readDocument(std::string_view bytes, const DocumentOptions&)
{
    auto parsed = parseJson(bytes);
    if (!parsed)
        return tl::unexpected<Error>(std::move(parsed.error()));
    if (!isNativeDocument(parsed->value))
        return failure(ErrorCode::NotAState);
    return readNativeDocument(std::move(parsed->value), false);
}

} // namespace tradestate
