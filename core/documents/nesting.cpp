// SPDX-License-Identifier: MIT
#include "core/documents/nesting.h"

namespace tradestate {

bool dropNestedPortfolios(Json::Object& metadata)
{
    const auto summary = metadata.find("portfolio_summary");
    Json::Object* fields = summary == metadata.end() ? nullptr : summary->second.asObject();
    if (!fields)
        return false;
    const auto nested = fields->find("metadata");
    if (nested == fields->end())
        return false;
    // Anything else under that name is somebody's own, and stays.
    if (!nested->second.find("session_info") && !nested->second.find("portfolio_summary"))
        return false;
    fields->erase(nested);
    return true;
}

} // namespace tradestate
