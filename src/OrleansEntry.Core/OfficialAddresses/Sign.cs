namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>What speaks against an address, or why nothing can be said of it.</summary>
public enum Sign
{
    /// <summary>Characters that do not show, or blanks, are in it.</summary>
    HiddenCharacters,

    /// <summary>A backslash is in it: programs differ in what they take for the host then.</summary>
    Backslash,

    /// <summary>A user name stands before the host, with an @ between.</summary>
    UserName,

    /// <summary>A port stands behind the host.</summary>
    Port,

    /// <summary>The host is written with percent signs.</summary>
    EncodedHost,

    /// <summary>The host ends with a dot.</summary>
    TrailingDot,

    /// <summary>Letters of unusual form, such as wide ones, which programs read as plain ones.</summary>
    UnusualLetters,

    /// <summary>The link begins with http: what it shows can be changed on its way.</summary>
    NotHttps,

    /// <summary>The link begins with something that opens no page.</summary>
    OtherScheme,

    /// <summary>What stands before the real sender is only a name that the sender chose.</summary>
    DisplayName,

    /// <summary>The name is an encoded one (xn--) that shows as something else.</summary>
    EncodedName,

    /// <summary>One character stands for another that looks like it.</summary>
    SwappedLetter,

    /// <summary>One character is another.</summary>
    ChangedLetter,

    /// <summary>One character is missing.</summary>
    MissingLetter,

    /// <summary>One character is too many.</summary>
    ExtraLetter,

    /// <summary>Two characters have changed places.</summary>
    TurnedLetters,

    /// <summary>It differs in two characters.</summary>
    SimilarName,

    /// <summary>Our name with another ending.</summary>
    OtherEnding,

    /// <summary>Our name with something added.</summary>
    AddedWord,

    /// <summary>Our name with a part left out, or its parts in another order.</summary>
    RemovedWord,

    /// <summary>Our name with its hyphens in other places.</summary>
    OtherHyphens,

    /// <summary>Our address is only the beginning, or the middle, of a longer one.</summary>
    NameInFront,

    /// <summary>Our address stands behind that of somebody else.</summary>
    NameInPath,

    /// <summary>Our address stands before the @, where anybody may write anything.</summary>
    NameBeforeAt,

    /// <summary>The ending is ours, and this address of it is not on the list.</summary>
    OtherSubdomain,

    /// <summary>The domain is ours, and nobody writes from this address of it.</summary>
    OtherSender,

    /// <summary>It is ours for something else: a domain that sends mail and has no page, or a name of ours that is no handle.</summary>
    OtherUse,

    /// <summary>It is not on the list, and resembles nothing that is.</summary>
    NotListed,

    /// <summary>Nothing is on the list.</summary>
    NothingListed,

    /// <summary>It is no link, mail address or handle.</summary>
    Unreadable,
}

/// <summary>One reason, with what it is about.</summary>
/// <param name="Sign">What it is.</param>
/// <param name="Found">The part of what was asked that it is about.</param>
/// <param name="Meant">The part of ours that it stands for.</param>
public sealed record Reason(Sign Sign, string? Found = null, string? Meant = null);
