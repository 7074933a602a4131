namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>Somebody with an address, a passcode and perhaps a phone.</summary>
internal sealed class Person(string identifier, string passcode)
{
    public string Identifier { get; } = identifier;

    public string Passcode { get; set; } = passcode;

    /// <summary>The authenticator app; <see langword="null"/> before it is enrolled.</summary>
    public Authenticator? Phone { get; set; }

    /// <summary>The code that enrolled it.</summary>
    public string? EnrolledWith { get; set; }

    /// <summary>The code that entered by it.</summary>
    public string? UsedCode { get; set; }

    /// <summary>Recovery codes that were not used yet.</summary>
    public Queue<string> RecoveryCodes { get; } = new();
}
