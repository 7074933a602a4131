using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Passkeys;

namespace OrleansEntry.Grains.Passkeys;

/// <summary>ASP.NET Core's own <see cref="PasskeyHandler{TUser}"/>, which keeps no state: each call brings it the passkeys of one owner,
/// as a store that lives as long as the call.</summary>
internal sealed class PasskeyVerifier(ILogger<PasskeyVerifier> log) : IPasskeyVerifier
{
    private const string Required = "required";

    // ES256, ES384 and ES512 (RFC 9053 §2.1). All that some older platforms have, signatures by PKCS #1 v1.5, is disallowed by
    // ASVS 11.6.1.
    private static readonly int[] Algorithms = [-7, -35, -36];

    // W-02: what WebAuthn §15.1 recommends where a user is verified.
    private static readonly TimeSpan AuthenticatorTimeout = TimeSpan.FromMinutes(5);

    private static readonly UserManagerParts NoParts = new();

    public async ValueTask<PasskeyCeremony> BeginRegistration(
        RelyingParty party, PasskeyOwner owner, ImmutableArray<PasskeyCredential> existing)
    {
        var handler = HandlerOf(party, new OwnPasskeys(owner.Handle, existing));
        var asked = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = owner.Handle, Name = owner.Name, DisplayName = owner.Name }, new DefaultHttpContext());
        return new PasskeyCeremony(asked.CreationOptionsJson, Kept(asked.AttestationState));
    }

    public async ValueTask<RegistrationVerdict> VerifyRegistration(
        RelyingParty party, string state, ImmutableArray<PasskeyCredential> existing, string answer)
    {
        var handler = HandlerOf(party, new OwnPasskeys("", existing));
        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = new DefaultHttpContext(), CredentialJson = answer, AttestationState = state });
        if (result.Succeeded) return new RegistrationVerdict.Right(CredentialOf(result.Passkey));

        log.NotAccepted(result.Failure);
        return new RegistrationVerdict.Wrong();
    }

    public async ValueTask<PasskeyCeremony> BeginAssertion(RelyingParty party, string ownerHandle, ImmutableArray<PasskeyCredential> asked)
    {
        var own = new OwnPasskeys(ownerHandle, asked);
        var options = await HandlerOf(party, own).MakeRequestOptionsAsync(asked.IsEmpty ? null : own.Owner, new DefaultHttpContext());
        return new PasskeyCeremony(options.RequestOptionsJson, Kept(options.AssertionState));
    }

    public async ValueTask<AssertionVerdict> VerifyAssertion(
        RelyingParty party, string state, string ownerHandle, ImmutableArray<PasskeyCredential> accepted, string answer)
    {
        var own = new OwnPasskeys(ownerHandle, accepted);
        var result = await HandlerOf(party, own).PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = new DefaultHttpContext(), CredentialJson = answer, AssertionState = state });
        if (result.Succeeded && own.IsOwners(result.User, result.Passkey.CredentialId))
            return new AssertionVerdict.Right(CredentialOf(result.Passkey));

        if (result.Failure is { } failure) log.NotAccepted(failure);
        return new AssertionVerdict.Wrong();
    }

    private static PasskeyHandler<OwnPasskeys.User> HandlerOf(RelyingParty party, OwnPasskeys own) =>
        new(NoParts.Over(own), Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = party.Id,
            ChallengeSize = 32,
            AuthenticatorTimeout = AuthenticatorTimeout,
            UserVerificationRequirement = Required,
            ResidentKeyRequirement = Required,
            AttestationConveyancePreference = "none",
            IsAllowedAlgorithm = algorithm => Algorithms.Contains(algorithm),
            ValidateOrigin = page => ValueTask.FromResult(
                !page.CrossOrigin && page.TopOrigin is null && party.Origins.Contains(page.Origin, StringComparer.Ordinal)),
        }));

    // Ways that nobody has heard of are not kept: they are the client's own words.
    private static PasskeyCredential CredentialOf(UserPasskeyInfo passkey) => new()
    {
        Id = [.. passkey.CredentialId], PublicKey = [.. passkey.PublicKey], Counter = passkey.SignCount,
        BackupEligible = passkey.IsBackupEligible, BackedUp = passkey.IsBackedUp,
        Transports = [.. (passkey.Transports ?? []).Intersect(Transports)],
    };

    // WebAuthn Level 3 §5.8.4.
    private static readonly string[] Transports = ["usb", "nfc", "ble", "smart-card", "hybrid", "internal"];

    private static string Kept(string? state) => state ?? throw new InvalidOperationException("A passkey was asked for without a state.");

    // The manager brings nothing here but the way from the handler to the store.
    private sealed class UserManagerParts
    {
        private readonly IOptions<IdentityOptions> _options = Options.Create(new IdentityOptions());
        private readonly PasswordHasher<OwnPasskeys.User> _hasher = new();
        private readonly UpperInvariantLookupNormalizer _names = new();
        private readonly IdentityErrorDescriber _errors = new();

        public UserManager<OwnPasskeys.User> Over(OwnPasskeys own) =>
            new(own, _options, _hasher, [], [], _names, _errors, null!, NullLogger<UserManager<OwnPasskeys.User>>.Instance);
    }
}

internal static partial class PasskeyLog
{
    // What was wrong is for who sets a server up (an origin that is not ours, say); its words may be the caller's own.
    [LoggerMessage(EventId = 1601, Level = LogLevel.Debug, Message = "A passkey was not accepted")]
    public static partial void NotAccepted(this ILogger log, Exception why);
}
