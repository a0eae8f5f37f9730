// SPDX-License-Identifier: MIT
#include "core/state/banner.h"

#include "core/base/plaintext.h"

namespace tradestate {

namespace {

QString shownOrDash(const QString& text)
{
    const QString plain = withoutControls(text).trimmed();
    return plain.isEmpty() ? QStringLiteral("–") : plain;
}

QString directionShown(const Position& position)
{
    switch (position.direction()) {
    case Direction::Long:
        return QStringLiteral("long");
    case Direction::Short:
        return QStringLiteral("short");
    case Direction::Unknown:
        break;
    }
    return shownOrDash(fieldAsShown(position.fields(), "direction"));
}

// In the time's own text; only the space between day and hour becomes the T of ISO 8601.
QString timeShown(const Position& position)
{
    QString text = shownOrDash(fieldAsShown(position.fields(), "entry_time"));
    constexpr qsizetype afterDay = 10;
    if (text.size() > afterDay && text.at(afterDay) == QLatin1Char(' ') && text.at(0).isDigit())
        text[afterDay] = QLatin1Char('T');
    return text;
}

QString positionLine(const QString& key, const Position& position)
{
    return QStringLiteral("  📈 %1: %2 | Entry: %3 | Qty: %4 | Time: %5")
        .arg(shownOrDash(key), directionShown(position), shownOrDash(fieldAsShown(position.fields(), "entry_price")),
            shownOrDash(fieldAsShown(position.fields(), "quantity")), timeShown(position));
}

} // namespace

QStringList restorationBanner(const TradingState* state, const std::optional<QString>& failure)
{
    const QString rule(60, QLatin1Char('='));
    QStringList lines { rule, QStringLiteral("RESTORING PREVIOUS TRADING STATE"), rule };
    if (state) {
        lines << QStringLiteral("Found %1 stored positions").arg(state->positions.size());
        if (!state->positions.empty())
            lines << QStringLiteral("📊 Restored Positions:");
        for (const auto& [key, position] : state->positions)
            lines << positionLine(key, position);
        lines << QStringLiteral("📊 Restored Pair States: %1 pairs").arg(state->pairStates.size());
    }
    if (failure)
        lines << QStringLiteral("❌ ") + shownOrDash(*failure);
    else if (state)
        lines << QStringLiteral("✅ Previous trading state successfully restored");
    else
        lines << QStringLiteral("No stored positions found - starting with fresh state");
    return lines;
}

} // namespace tradestate
