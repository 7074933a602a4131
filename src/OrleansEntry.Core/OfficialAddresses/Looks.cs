namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>What an address that was asked about looks like; made once for all that it is held against.</summary>
internal sealed class Looks
{
    // Nothing of ours comes near: a mail address has 254 characters at the most.
    private const int LongestCompared = 300;

    /// <summary>Looks at an address.</summary>
    public Looks(AskedAddress asked)
    {
        Asked = asked;
        Whole = asked.Written.Length <= LongestCompared ? AskedHost.FoldAscii(asked.Written) : "";
        WholeSkeletons = Skeletons(Whole, asked.Written);
        Host = asked.Host is { Shown.Length: <= LongestCompared } host ? host.Shown : "";
        HostSkeletons = Skeletons(Host, asked.Host?.Written ?? "");
        Parts = HostName.Of(HostSkeletons[0]);
        Labels = asked.Kind is AddressKind.Handle
            ? [.. WholeSkeletons.Select(PlainLabel)]
            : [.. HostSkeletons[0].Split('.').SkipLast(1).Select(PlainLabel)];
        Words = asked.Kind is AddressKind.Handle
            ? WholeSkeletons[0].Split('-', '_', '.')
            : [.. HostSkeletons[0].Split('.').SkipLast(1).SelectMany(label => label.Split('-'))];
        NameWords = Parts.Name.Split('-');
        PathParts = asked.Path.Length > 1 ? AskedHost.FoldAscii(asked.Path).Split('/') : [];
        Before = asked.Before.Length <= LongestCompared ? Confusables.Skeleton(asked.Before) : "";
        PlainBefore = PlainLabel(Before);
    }

    /// <summary>The address.</summary>
    public AskedAddress Asked { get; }

    /// <summary>All of it, in lower case.</summary>
    public string Whole { get; }

    /// <summary>What all of it looks like, in lower case and as written.</summary>
    public string[] WholeSkeletons { get; }

    /// <summary>The host, as a person reads it.</summary>
    public string Host { get; }

    /// <summary>What the host looks like, in lower case and as written.</summary>
    public string[] HostSkeletons { get; }

    /// <summary>The parts of what it looks like.</summary>
    public HostName Parts { get; }

    /// <summary>The labels before the ending, or the handle, without what only parts words.</summary>
    public string[] Labels { get; }

    /// <summary>The words of those, as hyphens part them.</summary>
    public string[] Words { get; }

    /// <summary>The words of the name alone.</summary>
    public string[] NameWords { get; }

    /// <summary>The parts of the path, in lower case.</summary>
    public string[] PathParts { get; }

    /// <summary>What that looks like which stands before the @.</summary>
    public string Before { get; }

    /// <summary>The same without its hyphens.</summary>
    public string PlainBefore { get; }

    private static string PlainLabel(string label) =>
        label.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static string[] Skeletons(string folded, string written)
    {
        var skeleton = Confusables.Skeleton(folded);
        return folded.Length == 0 || written == folded || Confusables.Skeleton(written) is var other && other == skeleton
            ? [skeleton]
            : [skeleton, Confusables.Skeleton(written)];
    }
}
