using System.Collections.Immutable;

namespace OrleansEntry.Core.OfficialAddresses;

/// <summary>What kind of address was asked about.</summary>
public enum AddressKind
{
    /// <summary>A link, or the name of a site.</summary>
    Link,

    /// <summary>Who a mail says it is from.</summary>
    Mail,

    /// <summary>A name on a network of others, such as @example.</summary>
    Handle,
}

/// <summary>Whether an address is ours.</summary>
public abstract record OfficialAnswer
{
    private OfficialAnswer() { }

    /// <summary>What it was read as.</summary>
    public required AddressKind Kind { get; init; }

    /// <summary>Where it leads: the host, the mail address or the handle; <see langword="null"/> when that can not be read.</summary>
    public required string? Address { get; init; }

    /// <summary>It is on the list.</summary>
    /// <param name="Of">The entry of the list.</param>
    /// <param name="On">Of a handle: the network on which it is ours, and there alone.</param>
    public sealed record Official(string Of, string? On) : OfficialAnswer;

    /// <summary>It is not, and could be taken for one that is.</summary>
    /// <param name="Of">The entry of the list that it could be taken for.</param>
    /// <param name="Why">By what: at least one reason, the strongest first.</param>
    public sealed record LookAlike(string Of, ImmutableArray<Reason> Why) : OfficialAnswer;

    /// <summary>It is not on the list and resembles nothing there.</summary>
    /// <param name="Why">Why that is all that can be said.</param>
    public sealed record Unknown(Reason Why) : OfficialAnswer;
}
