// SPDX-License-Identifier: MIT
#include "core/state/tradingstate.h"

namespace tradestate {

bool CodePointLess::operator()(QStringView left, QStringView right) const
{
    const qsizetype shorter = std::min(left.size(), right.size());
    for (qsizetype i = 0; i < shorter; ++i) {
        const char16_t a = left[i].unicode();
        const char16_t b = right[i].unicode();
        if (a == b)
            continue;
        // Surrogates stand for code points above every other unit, though their numbers are lower than U+E000 to
        // U+FFFF.
        const bool aSurrogate = QChar::isSurrogate(a);
        const bool bSurrogate = QChar::isSurrogate(b);
        return aSurrogate == bSurrogate ? a < b : bSurrogate;
    }
    return left.size() < right.size();
}

} // namespace tradestate
