using OrleansEntry.Core.Identifiers;
using OrleansEntry.Core.Passcodes;

namespace OrleansEntry.Gateway.Passcodes;

/// <summary>Holds new passcodes against the rules before anybody is bothered with them.</summary>
internal sealed class NewPasscodes(PasscodeRules rules, PublicPolicy policy)
{
    /// <summary>Why a passcode may not be set; <see langword="null"/> when it may.</summary>
    /// <param name="member">The member that held it.</param>
    /// <param name="typed">What the person typed.</param>
    /// <param name="person">Whose it will be, where that is known here.</param>
    /// <param name="length">How long it must and may be; <see langword="null"/> for what passcodes keep to.</param>
    public Problem? Refuse(string member, string typed, Identifier? person, PasscodePolicy? length = null)
    {
        if (!Passcode.TryParse(typed, out var passcode)) return Problems.MalformedMember(member, "is no text");

        return rules.Judge(passcode, person, length ?? policy.Passcode) is PasscodeAnswer.Refused refused
            ? new Problem(Problems.Passcodes.Single(refusal => refusal.Code == refused.Code)).Saying(refused.Advice)
            : null;
    }
}
