using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Sessions;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>What an account says about its mails; commands are answered as the account's own are.</summary>
internal sealed class FakeAlerts(Func<object, SessionAnswer> say) : IAccountAlertsGrain
{
    public ValueTask<SessionAnswer> ReadSafetyPhrase(SessionProof proof) => new(say(proof));
    public Task<SessionAnswer> SetSafetyPhrase(SessionProof proof, NewSafetyPhrase chosen, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(chosen));
    public Task<SessionAnswer> RemoveSafetyPhrase(SessionProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(proof));
    public ValueTask<SessionAnswer> ListAlertAddresses(SessionProof proof) => new(say(proof));
    public Task<SessionAnswer> BeginAlertAddress(SessionProof proof, NewAlertAddress wish, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(wish));
    public Task<SessionAnswer> ConfirmAlertAddress(SessionProof proof, AlertAddressCode shown,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(say(shown));
    public Task<SessionAnswer> RemoveAlertAddress(SessionProof proof, string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(say(id));
}
