using System.Collections.Immutable;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>By what an address could be taken for something of ours: the rules, the strongest first. Pure.</summary>
internal static class Resemblance
{
    // A shorter name is part of too many words, and a shorter one yet is near too many.
    private const int ShortestContained = 5, ShortestNear = 4, ShortestNearElsewhere = 6, ShortestTwiceChanged = 8;

    private static readonly Func<Looks, Landmark, Reason[]?>[] Rules =
        [OtherUse, SameLooks, NameBeforeAt, NameInFront, OneEdit, SameEnding, NearName, OtherEnding, Words, NameInPath];

    /// <summary>What it could be taken for, and why; <see langword="null"/> for nothing of ours.</summary>
    public static (Landmark Ours, Reason[] Why)? Find(AskedAddress asked, ImmutableArray<Landmark> landmarks)
    {
        if (landmarks.IsEmpty) return null;

        var looks = new Looks(asked);
        foreach (var rule in Rules)
        {
            foreach (var ours in landmarks)
            {
                if (rule(looks, ours) is { } why) return (ours, why);
            }
        }

        return null;
    }

    private static Reason[]? OtherUse(Looks looks, Landmark ours) => looks.Asked.Kind switch
    {
        AddressKind.Mail => ours.Host is { } host && looks.Host == host ? [new Reason(Sign.OtherSender, looks.Whole)] : null,
        AddressKind.Link => ours.Kind is AddressKind.Mail && looks.Host == ours.Host ? [new Reason(Sign.OtherUse, looks.Host)] : null,
        _ => ours.Kind is AddressKind.Link && (looks.Whole == ours.Host || looks.Whole == ours.Name)
            ? [new Reason(Sign.OtherUse, looks.Whole)]
            : null,
    };

    private static Reason[]? SameLooks(Looks looks, Landmark ours)
    {
        for (var i = 0; i < looks.HostSkeletons.Length && looks.Host.Length > 0; i++)
        {
            if (looks.HostSkeletons[i] == ours.HostSkeleton && looks.Host != ours.Host)
                return Edits.Swapped(i == 0 ? looks.Host : looks.Asked.Host!.Written, ours.Host!);
        }

        for (var i = 0; i < looks.WholeSkeletons.Length && looks.Whole.Length > 0; i++)
        {
            if (looks.WholeSkeletons[i] == ours.Skeleton && looks.Whole != ours.Text)
                return Edits.Swapped(i == 0 ? looks.Whole : looks.Asked.Written, ours.Text);
        }

        return null;
    }

    private static Reason[]? NameBeforeAt(Looks looks, Landmark ours)
    {
        if (looks.Before.Length == 0 || ours.HostSkeleton is null) return null;

        return looks.Before.Contains(ours.HostSkeleton, StringComparison.Ordinal) || Contains(looks.PlainBefore, ours)
            ? [new Reason(Sign.NameBeforeAt, looks.Asked.Before)]
            : null;
    }

    private static Reason[]? NameInFront(Looks looks, Landmark ours)
    {
        if (ours.HostSkeleton is null) return null;

        // Behind it may stand a dot, or what looks like the slash after which a path would begin.
        var (host, part) = (looks.HostSkeletons[0], ours.Parts.Base);
        var at = host.IndexOf(part, StringComparison.Ordinal);
        var end = at + part.Length;
        return at >= 0 && end < host.Length && !char.IsLetterOrDigit(host[end]) && host[end] != '-' && (at == 0 || host[at - 1] == '.')
            ? [new Reason(Sign.NameInFront, looks.Host, HostName.Of(looks.Host).Base)]
            : null;
    }

    private static Reason[]? OneEdit(Looks looks, Landmark ours)
    {
        var edit = ours.Text.Length < ShortestNear ? null
            : Edits.One(looks.Whole, ours.Text) ?? Edits.One(looks.WholeSkeletons[0], ours.Skeleton);
        if (edit is null && ours.Host is { } host && looks.Host.Length > 0)
            edit = Edits.One(looks.Host, host) ?? Edits.One(looks.HostSkeletons[0], ours.HostSkeleton!);
        return edit is null ? null : [edit];
    }

    private static Reason[]? SameEnding(Looks looks, Landmark ours)
    {
        if (ours.HostSkeleton is null || looks.Parts != ours.Parts) return null;

        var found = HostName.Of(looks.Host).Base;
        return found == ours.Base ? [new Reason(Sign.OtherSubdomain, looks.Host, ours.Base)] : Edits.Swapped(found, ours.Base);
    }

    private static Reason[]? NearName(Looks looks, Landmark ours)
    {
        if (ours.HostSkeleton is null || looks.Host.Length == 0) return null;

        var edits = Edits.Count(looks.Parts.Name, ours.Parts.Name);
        var isSameEnding = looks.Parts.Ending == ours.Parts.Ending;
        var length = ours.Parts.Name.Length;
        var isNear = edits == 1 ? length >= (isSameEnding ? ShortestNear : ShortestNearElsewhere)
            : edits == Edits.Most && isSameEnding && length >= ShortestTwiceChanged;
        if (!isNear) return null;

        var (found, name) = (HostName.Of(looks.Host).Name, ours.Name);
        var edit = Edits.One(found, name) ?? new Reason(Sign.SimilarName, found, name);
        return isSameEnding ? [edit] : [edit, new Reason(Sign.OtherEnding, looks.Parts.Ending, ours.Parts.Ending)];
    }

    private static Reason[]? OtherEnding(Looks looks, Landmark ours) =>
        ours.HostSkeleton is not null && looks.Parts.Name == ours.Parts.Name
            ? [new Reason(Sign.OtherEnding, looks.Parts.Ending, HostName.Of(ours.Host!).Ending)]
            : null;

    private static Reason[]? Words(Looks looks, Landmark ours)
    {
        var found = looks.Host.Length > 0 ? looks.Host : looks.Whole;
        if (looks.Words.Contains(ours.Parts.Name)) return [new Reason(Sign.AddedWord, found, ours.Parts.Name)];
        if (looks.Labels.Contains(ours.PlainName)) return [new Reason(Sign.OtherHyphens, found)];
        if (looks.Labels.Any(label => Contains(label, ours))) return [new Reason(Sign.AddedWord, found, ours.Parts.Name)];

        return ours.Words.Length > 1 && ours.HostSkeleton is not null && looks.Parts.Ending == ours.Parts.Ending
            && looks.NameWords.All(word => word.Length >= ShortestNear && ours.Words.Contains(word))
            ? [new Reason(Sign.RemovedWord, looks.Host)]
            : null;
    }

    private static Reason[]? NameInPath(Looks looks, Landmark ours) =>
        ours.Host is { } host && (looks.PathParts.Contains(host) || looks.PathParts.Contains(ours.Base))
            ? [new Reason(Sign.NameInPath, looks.Host)]
            : null;

    private static bool Contains(string plain, Landmark ours) =>
        ours.PlainName.Length >= ShortestContained && plain.Contains(ours.PlainName, StringComparison.Ordinal);
}
