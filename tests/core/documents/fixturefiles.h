// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"

#include <QFile>

#include <algorithm>

namespace tradestate::fixtures {

inline std::string bytesOf(const char* name)
{
    QFile file(QStringLiteral(TRADESTATE_FIXTURES "/python-system/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", name);
    return file.readAll().toStdString();
}

inline DocumentOptions options()
{
    DocumentOptions options;
    options.now = Timestamp::parse(u"2026-11-23T10:00:00Z").value();
    return options;
}

inline QStringList told(const Document& document)
{
    QStringList lines;
    for (const Finding& finding : document.findings)
        lines << QStringList { finding.code, finding.pair, finding.field }.join(QLatin1Char('|'));
    return lines;
}

inline bool hasFinding(const Document& document, const QString& code, const QString& pair = {})
{
    return std::any_of(document.findings.begin(), document.findings.end(),
        [&](const Finding& finding) { return finding.code == code && finding.pair == pair; });
}

inline const std::vector<const char*> readable { "trading_state_backup_20261123_091528.json", "state_file.json",
    "position_fallback.json", "legacy_mt5_state.json", "legacy_mt5_state_older.json", "broker_summary_state.json",
    "backup_nested_portfolio.json", "state_file_damaged.json.backup", "position_fallback_cut_off.json",
    "backup_of_nothing_read.json" };

} // namespace tradestate::fixtures
