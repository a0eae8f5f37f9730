// SPDX-License-Identifier: MIT
#include "core/base/plaintext.h"

namespace tradestate {

QString withoutControls(QStringView text)
{
    QString plain = text.toString();
    for (QChar& character : plain) {
        const char16_t unit = character.unicode();
        if (unit == u'\n' || unit == u'\r' || unit == u'\t')
            character = u' ';
        else if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f))
            character = QChar::ReplacementCharacter;
    }
    return plain;
}

} // namespace tradestate
