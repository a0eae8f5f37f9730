// SPDX-License-Identifier: MIT
#include "core/config/envwriter.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <set>

namespace tradestate {

namespace {

bool isPlain(const QString& value)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:@%+,-]+$"));
    return plain.match(value).hasMatch();
}

QString quoted(QString value)
{
    if (isPlain(value))
        return value;
    value.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    value.replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + value + QLatin1Char('\'');
}

} // namespace

Result<QString> withEnvSettings(const QString& envText, const std::map<QString, QString>& settings)
{
    for (const auto& [key, value] : settings) {
        // The value may be a secret, so the reason does not repeat it.
        if (value.contains(QLatin1String("${")) || value.contains(QLatin1Char('\n'))
            || value.contains(QLatin1Char('\r')))
            return failure(
                ErrorCode::InvalidSetting, key, QStringLiteral("a .env cannot hold \"${\" or a line end in a value"));
    }
    static const QRegularExpression assignment(QStringLiteral("^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*="));
    QStringList lines = envText.split(QLatin1Char('\n'));
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    std::set<QString> written;
    QStringList result;
    for (const QString& line : std::as_const(lines)) {
        const QRegularExpressionMatch match = assignment.match(line);
        const auto setting = match.hasMatch() ? settings.find(match.captured(1)) : settings.end();
        if (setting == settings.end()) {
            result.append(line);
            continue;
        }
        const bool first = written.insert(setting->first).second;
        if (first && !setting->second.isEmpty())
            result.append(setting->first + QLatin1Char('=') + quoted(setting->second));
    }
    for (const auto& [key, value] : settings) {
        if (!value.isEmpty() && written.find(key) == written.end())
            result.append(key + QLatin1Char('=') + quoted(value));
    }
    return result.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace tradestate
