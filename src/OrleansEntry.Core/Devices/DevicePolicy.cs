namespace OrleansEntry.Core.Devices;

/// <summary>The numbers of devices.</summary>
public sealed record DevicePolicy
{
    /// <summary>How long a device is trusted once its owner says so. 1 to 90 days; default 30 days.</summary>
    public TimeSpan TrustFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the pass before the newest still works, for answers that were lost on their way. 1 to 60 minutes; default 10
    /// minutes.</summary>
    public TimeSpan OverlapFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a new device waits to be let in by a listed one. 2 to 30 minutes; default 10 minutes.</summary>
    public TimeSpan AdmissionFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong numbers before a waiting device is turned away. 1 to 5; default 3.</summary>
    public int AdmissionTries { get; init; } = 3;
}

/// <summary>A new device that waits, while only listed ones may enter. There is one at a time.</summary>
/// <param name="Nonce">The entry that waits.</param>
/// <param name="Number">What it shows and a listed device must give: two digits, 10 to 99.</param>
/// <param name="ExpiresAt">Its end.</param>
/// <param name="TriesLeft">Wrong numbers left.</param>
/// <param name="Network">From where.</param>
/// <param name="Agent">By what.</param>
public sealed record DeviceAdmission(string Nonce, int Number, DateTimeOffset ExpiresAt, int TriesLeft, string Network, string Agent)
{
    /// <summary>Never prints the number.</summary>
    public override string ToString() => $"{Agent} waits until {ExpiresAt:u}";
}
