using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Risk;

namespace OrleansEntry.Core.Entry;

/// <summary>An entry whose passcode was right. Before that an entry is only its sealed id: strangers can not fill anything. Closed:
/// only the cases below.</summary>
public abstract record OpenEntry
{
    private OpenEntry() { }

    /// <summary>The entry's name.</summary>
    public required string Nonce { get; init; }

    /// <summary>When its time is over.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether it began on a known device: strangers who have the passcode must not push out the owner's entry.</summary>
    public bool OnKnownDevice { get; init; }

    /// <summary>It waits for a second factor.</summary>
    public sealed record AwaitingSecondFactor : OpenEntry
    {
        /// <summary>Whether the owner was told already that somebody has the passcode but not the factor:
        /// once an entry is enough.</summary>
        public bool OwnerTold { get; init; }
    }

    /// <summary>Everything was shown, but only listed devices may enter: it waits for one of them.</summary>
    public sealed record AwaitingDevice : OpenEntry
    {
        /// <summary>What was shown.</summary>
        public required ImmutableArray<string> Methods { get; init; }

        /// <summary>Whether a listed device let it in.</summary>
        public bool Admitted { get; init; }
    }

    /// <summary>It is done. It is kept until its time is over, so that none of its steps can be repeated.</summary>
    public sealed record Finished : OpenEntry;

    /// <summary>Ends all that are under way: none of them goes on.</summary>
    internal static ImmutableArray<OpenEntry> Finish(ImmutableArray<OpenEntry> entries) =>
        [.. entries.Select(e => new Finished { Nonce = e.Nonce, ExpiresAt = e.ExpiresAt, OnKnownDevice = e.OnKnownDevice })];
}

/// <summary>What an entry asks for next, or how it ended. Closed: only the cases below.</summary>
public abstract record EntryAnswer
{
    private EntryAnswer() { }

    /// <summary>The security check.</summary>
    /// <param name="Asked">Which one; its reasons are not for the client.</param>
    public sealed record CheckDue(RiskDecision Asked) : EntryAnswer;

    /// <summary>The passcode.</summary>
    public sealed record PasscodeDue : EntryAnswer;

    /// <summary>A second factor.</summary>
    public sealed record SecondFactorDue(ImmutableArray<string> Methods) : EntryAnswer;

    /// <summary>A listed device must let this one in: by this number, which it shows.</summary>
    public sealed record DeviceDue(int Number, DateTimeOffset ExpiresAt) : EntryAnswer;

    /// <summary>The door is open.</summary>
    public sealed record Admitted(Sessions.Session Session, bool DeviceAdded) : EntryAnswer;

    /// <summary>Wrong passcode or unknown identifier.</summary>
    public sealed record NotAdmitted : EntryAnswer;

    /// <summary>The second factor was refused; the entry stays at its step.</summary>
    public sealed record CodeRefused(string Reason, TimeSpan? ClockOff) : EntryAnswer;

    /// <summary>The passkey is none of the account's, or it is nobody's account: nobody can tell which.</summary>
    public sealed record PasskeyRefused : EntryAnswer;

    /// <summary>Nothing is verified before <paramref name="Until"/>.</summary>
    public sealed record Waiting(DateTimeOffset Until) : EntryAnswer;

    /// <summary>The authenticator is out of use.</summary>
    public sealed record OutOfUse : EntryAnswer;

    /// <summary>The passcode was right, but the account is frozen.</summary>
    public sealed record Frozen : EntryAnswer;

    /// <summary>Skipped, repeated or out of order.</summary>
    public sealed record WrongStep : EntryAnswer;

    /// <summary>Its time is over.</summary>
    public sealed record Expired : EntryAnswer;
}

/// <summary>What happens to an entry. Closed: only the cases below. Clock, chance and verdicts come in as values.</summary>
public abstract record EntryCommand
{
    private EntryCommand() { }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The entry's name.</summary>
    public required string Nonce { get; init; }

    /// <summary>When its time is over.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who.</summary>
    public required Caller Caller { get; init; }

    /// <summary>What else is known of the visit.</summary>
    public Surroundings Around { get; init; } = Surroundings.Unknown;

    /// <summary>The beginning: what is due first?</summary>
    public sealed record Begin : EntryCommand;

    /// <summary>A passcode.</summary>
    public sealed record SubmitPasscode : EntryCommand
    {
        /// <summary>Whether the entry's security check was passed and has just been used up.</summary>
        public required bool CheckPassed { get; init; }

        /// <summary>Whether it is the account's.</summary>
        public required bool Right { get; init; }

        /// <summary>The hash under today's parameters, when the stored one is behind.</summary>
        public string? UpgradedHash { get; init; }

        /// <summary>For the session, should one begin.</summary>
        public required EntrySeed Seed { get; init; }
    }

    /// <summary>A passkey instead of passcode and second factor.</summary>
    public sealed record SubmitPasskey : EntryCommand
    {
        /// <summary>What it turned out to be.</summary>
        public required SecondFactor.CodeVerdict Verdict { get; init; }

        /// <summary>For the session, should one begin.</summary>
        public required EntrySeed Seed { get; init; }
    }

    /// <summary>Did a listed device let this one in?</summary>
    public sealed record AwaitDevice : EntryCommand
    {
        /// <summary>For the session, should one begin.</summary>
        public required EntrySeed Seed { get; init; }
    }

    /// <summary>A second factor.</summary>
    public sealed record SubmitSecondFactor : EntryCommand
    {
        /// <summary>Which.</summary>
        public required string Method { get; init; }

        /// <summary>What it turned out to be.</summary>
        public required SecondFactor.CodeVerdict Verdict { get; init; }

        /// <summary>For the session, should one begin.</summary>
        public required EntrySeed Seed { get; init; }
    }
}

/// <summary>What a shell draws for an admission.</summary>
/// <param name="Session">For the session.</param>
/// <param name="DeviceId">For a device that becomes known.</param>
/// <param name="DeviceSecretHash">What is stored of its secret.</param>
public sealed record EntrySeed(Sessions.SessionSeed Session, string DeviceId, byte[] DeviceSecretHash)
{
    /// <summary>What the device shows, should a listed one have to let it in: 10 to 99.</summary>
    public int Number { get; init; } = 10;

    /// <summary>Never prints the hashes.</summary>
    public override string ToString() => "entry seed";
}
