// SPDX-License-Identifier: MIT
#include "core/files/folderlisting.h"

#include "core/files/descriptor.h"

#include <dirent.h>
#include <memory>

namespace tradestate {

Result<std::vector<QString>> namesIn(const QString& folder)
{
    const QByteArray encoded = QFile::encodeName(folder);
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(encoded.constData()), ::closedir);
    std::vector<QString> names;
    if (!listing) {
        if (errno == ENOENT)
            return names;
        return tl::unexpected(readError(errno, folder));
    }
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(listing.get());
        if (!entry)
            break;
        if (entry->d_name[0] != '.')
            names.push_back(QFile::decodeName(entry->d_name));
    }
    if (errno != 0)
        return tl::unexpected(readError(errno, folder));
    return names;
}

} // namespace tradestate
