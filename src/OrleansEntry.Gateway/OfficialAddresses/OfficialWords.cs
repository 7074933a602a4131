using System.Diagnostics;
using OrleansEntry.Core.OfficialAddresses;

namespace OrleansEntry.Gateway.OfficialAddresses;

/// <summary>The reasons, in words and by name.</summary>
internal static class OfficialWords
{
    /// <summary>One reason of an answer.</summary>
    /// <param name="reason">Which.</param>
    /// <param name="answer">The answer it belongs to.</param>
    /// <param name="of">The address of ours that it is about.</param>
    public static OfficialReasonBody Of(Reason reason, OfficialAnswer answer, string of)
    {
        var address = answer.Address ?? "somewhere else";
        var (code, says) = OfForm(reason, of) ?? OfLetters(reason) ?? OfPlace(reason, address, of) ?? OfNothing(reason);
        return new OfficialReasonBody { Code = code, Says = says };
    }

    // How it is written.
    private static (string Code, string Says)? OfForm(Reason reason, string of) => reason.Sign switch
    {
        Sign.HiddenCharacters => ("hidden-characters", "There are characters in it that do not show. Ours have none."),
        Sign.Backslash => ("backslash", "There is a backslash in it: programs differ in where it leads. Ours have none."),
        Sign.UserName => ("user-name", "What stands before the @ of a link is a user name: it leads nowhere. Ours have none."),
        Sign.Port => ("port", $"A port stands behind the name ({Found(reason)}): it leads to another program. Ours have none."),
        Sign.EncodedHost => ("encoded-host", "Its name is written with percent signs, to hide where it leads. We never do that."),
        Sign.TrailingDot => ("trailing-dot", "A dot stands behind the name. Ours end without one."),
        Sign.UnusualLetters => ("unusual-letters", $"Its letters have an unusual form ({Found(reason)}). We write {of} plainly."),
        Sign.NotHttps => ("not-https", "It begins with http:// and not with https://: others on the way can change what you see."),
        Sign.OtherScheme => ("other-scheme", $"It begins with {Found(reason)}:// and not with https://."),
        Sign.DisplayName => ("display-name", "The name before the sender holds another address. Anybody may write anything there."),
        Sign.EncodedName => ("encoded-name", $"Its real name is {Found(reason)}: an encoded one that shows as {Meant(reason)}."),
        _ => null,
    };

    // By how little it differs.
    private static (string Code, string Says)? OfLetters(Reason reason) => reason.Sign switch
    {
        Sign.SwappedLetter => ("swapped-letter",
            $"It has {Quoted(reason.Found)} in the place of {Quoted(reason.Meant)}. They look alike and are not the same."),
        Sign.ChangedLetter => ("changed-letter", $"It has {Quoted(reason.Found)} in the place of {Quoted(reason.Meant)}."),
        Sign.MissingLetter => ("missing-letter", $"A {Quoted(reason.Meant)} is missing."),
        Sign.ExtraLetter => ("extra-letter", $"There is {Quoted(reason.Found)} too much in it."),
        Sign.TurnedLetters => ("turned-letters", $"Two letters changed places: {Quoted(reason.Found)} and not {Quoted(reason.Meant)}."),
        Sign.SimilarName => ("similar-name", $"The name is {Found(reason)} and not {Meant(reason)}."),
        Sign.OtherEnding => ("other-ending", $"It ends with .{Found(reason)} and not with .{Meant(reason)}."),
        Sign.AddedWord => ("added-word", $"Our name is in it, with something added: {Found(reason)}. Anybody can have such a name."),
        Sign.RemovedWord => ("removed-word", $"It has parts of our name, but not all of them in our order: {Found(reason)}."),
        Sign.OtherHyphens => ("other-hyphens", $"The hyphens stand in other places: {Found(reason)}."),
        _ => null,
    };

    // Where our name stands.
    private static (string Code, string Says)? OfPlace(Reason reason, string address, string of) => reason.Sign switch
    {
        Sign.NameInFront => ("name-in-front",
            $"Our name is only its beginning. What counts is the end: this one belongs to {Meant(reason)}."),
        Sign.NameInPath => ("name-in-path", $"Our name stands behind somebody else's. The link leads to {Found(reason)}."),
        Sign.NameBeforeAt => ("name-before-at",
            $"Our name stands before the @, where anybody may write anything. What counts stands behind it: this one leads to {address}."),
        Sign.OtherSubdomain => ("other-subdomain", $"It ends with {Meant(reason)}, as ours do, but {Found(reason)} is not on our list."),
        Sign.OtherSender => ("other-sender", $"The domain is ours, but we do not write to you from {Found(reason)}."),
        Sign.OtherUse => ("other-use", $"The name is ours, but we do not use it like that. On our list is {of}."),
        _ => null,
    };

    private static (string Code, string Says) OfNothing(Reason reason) => reason.Sign switch
    {
        Sign.NotListed => ("not-listed", "It is not on our list, and does not look like anything there."),
        Sign.NothingListed => ("nothing-listed", "No list of official addresses is kept here, so nothing can be said of any."),
        Sign.Unreadable => ("unreadable", "This is no link, mail address or handle that we can read. Copy the whole of it once more."),
        _ => throw new UnreachableException(reason.Sign.ToString()),
    };

    private static string Found(Reason reason) => ShownText.Of(reason.Found ?? "");

    private static string Meant(Reason reason) => ShownText.Of(reason.Meant ?? "");

    private static string Quoted(string? text) => $"“{ShownText.Named(text ?? "")}”";
}
