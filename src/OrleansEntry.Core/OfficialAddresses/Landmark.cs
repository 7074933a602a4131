using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>A host in the parts that people tell hosts apart by.</summary>
/// <param name="Name">The label that is somebody's own: <c>example</c> of <c>entry.example.test</c>.</param>
/// <param name="Ending">What stands behind it.</param>
internal readonly record struct HostName(string Name, string Ending)
{
    // Under these an ending has two parts more often than not. A guess: the list of all such endings is long and changes by the week.
    private static readonly FrozenSet<string> SecondLevels =
        FrozenSet.Create("ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org");

    /// <summary>Name and ending.</summary>
    public string Base => Ending.Length == 0 ? Name : $"{Name}.{Ending}";

    /// <summary>Parts a host.</summary>
    public static HostName Of(string host)
    {
        var end = host.LastIndexOf('.');
        if (end <= 0) return new HostName(host, "");

        var start = host.LastIndexOf('.', end - 1);
        if (start > 0 && SecondLevels.Contains(host[(start + 1)..end])) (end, start) = (start, host.LastIndexOf('.', start - 1));
        return new HostName(host[(start + 1)..end], host[(end + 1)..]);
    }
}

/// <summary>Something of ours that a look-alike could be taken for.</summary>
internal sealed record Landmark
{
    private Landmark(AddressKind kind, string of, string text, string? host)
    {
        (Kind, Of, Text, Skeleton) = (kind, of, text, Confusables.Skeleton(text));
        Host = host;
        HostSkeleton = host is null ? null : Confusables.Skeleton(host);
        Parts = HostName.Of(HostSkeleton ?? Skeleton);
        Base = host is null ? "" : HostName.Of(host).Base;
        Name = HostName.Of(host ?? text).Name;
        Words = Parts.Name.Split('-');
        PlainName = Parts.Name.Replace("-", "", StringComparison.Ordinal);
    }

    /// <summary>What kind of entry it is.</summary>
    public AddressKind Kind { get; }

    /// <summary>The entry, as people read it.</summary>
    public string Of { get; }

    /// <summary>The whole of it, without the @ of a handle.</summary>
    public string Text { get; }

    /// <summary>What that looks like.</summary>
    public string Skeleton { get; }

    /// <summary>The host; <see langword="null"/> for a handle.</summary>
    public string? Host { get; }

    /// <summary>What the host looks like.</summary>
    public string? HostSkeleton { get; }

    /// <summary>The parts of what it looks like.</summary>
    public HostName Parts { get; }

    /// <summary>Name and ending of the host, as people read them.</summary>
    public string Base { get; }

    /// <summary>The name, as people read it.</summary>
    public string Name { get; }

    /// <summary>The words of what the name looks like, as hyphens part them.</summary>
    public string[] Words { get; }

    /// <summary>What the name looks like, without its hyphens.</summary>
    public string PlainName { get; }

    /// <summary>Everything of a list that can be taken for something else.</summary>
    public static ImmutableArray<Landmark> All(OfficialList list)
    {
        var domains = list.Domains.Select(domain => AskedHost.Decode(OfficialList.HostOf(domain)))
            .Distinct(StringComparer.Ordinal).Select(host => new Landmark(AddressKind.Link, host, host, host));
        var senders = list.Senders.Select(sender => new Landmark(
            AddressKind.Mail, sender, sender, AskedHost.Decode(sender[(sender.LastIndexOf('@') + 1)..])));
        var handles = list.Handles.Select(handle => new Landmark(AddressKind.Handle, "@" + handle.Name, handle.Name, null));
        return [.. domains, .. senders, .. handles];
    }
}
