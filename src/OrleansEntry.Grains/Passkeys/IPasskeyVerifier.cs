using System.Collections.Immutable;
using OrleansEntry.Core.Passkeys;

namespace OrleansEntry.Grains.Passkeys;

/// <summary>Asks authenticators and verifies what they answer (WebAuthn Level 3 §7). It keeps nothing, counts nothing and decides nothing:
/// that a state is used once, that attempts have a pace, and what a counter means, is its caller's.</summary>
/// <remarks>A user verified by the authenticator is always asked for, so a passkey is two factors; attestation never is.</remarks>
public interface IPasskeyVerifier
{
    /// <summary>Asks for a new passkey.</summary>
    /// <param name="party">For whom.</param>
    /// <param name="owner">Whose it will be.</param>
    /// <param name="existing">The owner's others: their authenticators make no second one.</param>
    ValueTask<PasskeyCeremony> BeginRegistration(RelyingParty party, PasskeyOwner owner, ImmutableArray<PasskeyCredential> existing);

    /// <summary>Verifies the answer.</summary>
    /// <param name="party">As it was asked for.</param>
    /// <param name="state">Of the asking.</param>
    /// <param name="existing">The owner's others: none of them is new.</param>
    /// <param name="answer">The browser's JSON (WebAuthn §5.1, <c>RegistrationResponseJSON</c>); anything may be in it.</param>
    ValueTask<RegistrationVerdict> VerifyRegistration(
        RelyingParty party, string state, ImmutableArray<PasskeyCredential> existing, string answer);

    /// <summary>Asks for a passkey that there is.</summary>
    /// <param name="party">For whom.</param>
    /// <param name="ownerHandle">Whose.</param>
    /// <param name="asked">Which will do. Empty: none is named, so that the browser is told nothing of the owner; the person chooses among
    /// those that the authenticator finds itself, and its answer must name the owner.</param>
    ValueTask<PasskeyCeremony> BeginAssertion(RelyingParty party, string ownerHandle, ImmutableArray<PasskeyCredential> asked);

    /// <summary>Verifies the answer. It takes as long whether a passkey is unknown or its signature wrong.</summary>
    /// <param name="party">As it was asked for.</param>
    /// <param name="state">Of the asking.</param>
    /// <param name="ownerHandle">Whose passkeys count; an answer that names another owner is wrong.</param>
    /// <param name="accepted">The owner's passkeys.</param>
    /// <param name="answer">The browser's JSON (WebAuthn §5.1, <c>AuthenticationResponseJSON</c>); anything may be in it.</param>
    ValueTask<AssertionVerdict> VerifyAssertion(
        RelyingParty party, string state, string ownerHandle, ImmutableArray<PasskeyCredential> accepted, string answer);
}
