using Orleans.Concurrency;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Contracts.Alerts;

/// <summary>What an account says and does about its mails. It is the account itself, as <see cref="IAccountGrain"/> is: the same key, the
/// same turns.</summary>
[Alias("entry.IAccountAlertsGrain")]
public interface IAccountAlertsGrain : IGrainWithStringKey
{
    /// <summary>The safety phrase: <c>Done&lt;SafetyPhraseView&gt;</c>.</summary>
    [Alias("ReadSafetyPhrase"), AlwaysInterleave]
    ValueTask<SessionAnswer> ReadSafetyPhrase(SessionProof proof);

    /// <summary>Chooses a safety phrase. Needs confirmed presence.</summary>
    [Alias("SetSafetyPhrase")]
    Task<SessionAnswer> SetSafetyPhrase(SessionProof proof, NewSafetyPhrase chosen, CancellationToken cancellationToken = default);

    /// <summary>Removes it. Needs confirmed presence.</summary>
    [Alias("RemoveSafetyPhrase")]
    Task<SessionAnswer> RemoveSafetyPhrase(SessionProof proof, CancellationToken cancellationToken = default);

    /// <summary>The further addresses: <c>Done&lt;AlertAddressesView&gt;</c>.</summary>
    [Alias("ListAlertAddresses"), AlwaysInterleave]
    ValueTask<SessionAnswer> ListAlertAddresses(SessionProof proof);

    /// <summary>Mails a code to a further address: <c>Done&lt;AlertAddressAsked&gt;</c>. Needs confirmed presence.</summary>
    [Alias("BeginAlertAddress")]
    Task<SessionAnswer> BeginAlertAddress(SessionProof proof, NewAlertAddress wish, CancellationToken cancellationToken = default);

    /// <summary>Proves it by the code, in the session that asked.</summary>
    [Alias("ConfirmAlertAddress")]
    Task<SessionAnswer> ConfirmAlertAddress(SessionProof proof, AlertAddressCode shown, CancellationToken cancellationToken = default);

    /// <summary>Removes a further address. Needs confirmed presence.</summary>
    [Alias("RemoveAlertAddress")]
    Task<SessionAnswer> RemoveAlertAddress(SessionProof proof, string id, CancellationToken cancellationToken = default);
}
