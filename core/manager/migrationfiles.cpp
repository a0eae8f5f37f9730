// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"
#include "core/files/folderlisting.h"
#include "core/manager/migration.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace tradestate {

namespace {

/// Enough to see what a file begins with, also behind a little white space.
constexpr size_t peekedBytes = 256;

/// Names that the trading system and its forerunners gave: a file of such a name is told of even where it is empty.
bool hasStateName(const QString& name)
{
    return name.endsWith(QLatin1String(".json")) || name.contains(QLatin1String(".json."))
        || name.contains(QLatin1String(".backup")) || name.endsWith(QLatin1String(".migrated"));
}

bool beginsAsObject(const QString& path)
{
    const auto start = readFileStart(path, peekedBytes);
    if (!start)
        return false;
    const size_t first = start->find_first_not_of(" \t\r\n");
    return first != std::string::npos && (*start)[first] == '{';
}

class Collector
{
public:
    void add(const QFileInfo& file)
    {
        // The same file under two names is one file.
        if (!m_known.insert(file.canonicalFilePath()).second)
            return;
        files.push_back({ QDir::cleanPath(file.absoluteFilePath()),
            Timestamp::fromNanoseconds(file.lastModified().toMSecsSinceEpoch() * (nanosecondsPerSecond / 1000)) });
    }

    Result<void> addFolder(const QString& folder)
    {
        auto names = namesIn(folder);
        if (!names)
            return tl::unexpected(names.error());
        std::sort(names->begin(), names->end());
        for (const QString& name : *names) {
            const QFileInfo file(QDir(folder).filePath(name));
            if (file.isFile() && (hasStateName(name) || beginsAsObject(file.filePath())))
                add(file);
        }
        return {};
    }

    std::vector<LegacyFile> files;

private:
    std::set<QString> m_known;
};

} // namespace

Result<std::vector<LegacyFile>> legacyFilesOf(const QStringList& paths)
{
    Collector collector;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        if (!info.exists())
            return failure(ErrorCode::FileNotFound, path);
        if (!info.isDir()) {
            collector.add(info);
            continue;
        }
        for (const char* folder : { ".", "state_fallback", "data" }) {
            if (auto added = collector.addFolder(QDir(path).filePath(QLatin1String(folder))); !added)
                return tl::unexpected(added.error());
        }
    }
    return std::move(collector.files);
}

QString shellWord(const QString& text)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:@%+=-]+$"));
    if (plain.match(text).hasMatch())
        return text;
    QString quoted = text;
    quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

} // namespace tradestate
