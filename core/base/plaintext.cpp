// SPDX-License-Identifier: MIT
#include "core/base/plaintext.h"

#include <algorithm>

namespace tradestate {

namespace {

bool isControl(QChar character)
{
    const char16_t unit = character.unicode();
    return unit < 0x20 || (unit >= 0x7f && unit <= 0x9f);
}

} // namespace

QString withoutControls(QString text)
{
    if (std::none_of(text.cbegin(), text.cend(), isControl))
        return text;
    for (QChar& character : text) {
        const char16_t unit = character.unicode();
        if (unit == u'\n' || unit == u'\r' || unit == u'\t')
            character = u' ';
        else if (isControl(character))
            character = QChar::ReplacementCharacter;
    }
    return text;
}

} // namespace tradestate
