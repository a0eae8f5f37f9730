// SPDX-License-Identifier: MIT
#include "core/state/statestore.h"

namespace tradestate {

QString proofText(Proof proof)
{
    switch (proof) {
    case Proof::None:
        return QStringLiteral("none");
    case Proof::Unverified:
        return QStringLiteral("unverified");
    case Proof::Torn:
        return QStringLiteral("torn");
    case Proof::Verified:
        return QStringLiteral("verified");
    }
    return QString();
}

} // namespace tradestate
