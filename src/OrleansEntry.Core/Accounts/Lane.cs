namespace OrleansEntry.Core.Accounts;

/// <summary>Where an attempt comes from, as far as budgets go: a device the account knows, or the strangers' common lane.</summary>
/// <param name="DeviceId">The known device; <see langword="null"/> for strangers.</param>
public readonly record struct Lane(string? DeviceId)
{
    /// <summary>Everybody the account does not know.</summary>
    public static Lane Stranger => default;

    /// <summary>Whether this is the strangers' lane.</summary>
    public bool IsStranger => DeviceId is null;
}

/// <summary>Who is at the door, as a decision sees it.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Network">The client's network, for the log.</param>
/// <param name="Agent">What the client says it is, for the log.</param>
public sealed record Caller(Lane Lane, string Network, string Agent)
{
    /// <summary>The generation of the pass by which the device was recognised; <see langword="null"/> when it was not by a pass.</summary>
    public int? Generation { get; init; }

    /// <summary>Whether it is a browser, whose device is known by a pass that changes with each entry.</summary>
    public bool KeepsPass { get; init; }
}
