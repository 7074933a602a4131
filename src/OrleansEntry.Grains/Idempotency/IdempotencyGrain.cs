using System.Security.Cryptography;
using OrleansEntry.Contracts.Idempotency;

namespace OrleansEntry.Grains.Idempotency;

/// <summary>Remembers one answer for ten minutes, in memory.</summary>
internal sealed class IdempotencyGrain(TimeProvider clock) : Grain, IIdempotencyGrain
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RunsFor = TimeSpan.FromSeconds(30);

    private byte[]? _requestHash;
    private KeptResponse? _response;
    private DateTimeOffset _until;

    public Task<IdempotencyReply> Begin(byte[] requestHash, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        if (_requestHash is null || now >= _until)
        {
            // A request whose gateway died is forgotten after half a minute, not after ten.
            (_requestHash, _response, _until) = (requestHash, null, now + RunsFor);
            return Task.FromResult<IdempotencyReply>(new IdempotencyReply.Proceed());
        }

        return Task.FromResult<IdempotencyReply>(
            !CryptographicOperations.FixedTimeEquals(_requestHash, requestHash) ? new IdempotencyReply.Mismatch()
            : _response is { } kept ? new IdempotencyReply.Replay { Response = kept }
            : new IdempotencyReply.InProgress());
    }

    public Task Complete(KeptResponse? response)
    {
        if (response is null)
        {
            _requestHash = null;
            DeactivateOnIdle();
            return Task.CompletedTask;
        }

        (_response, _until) = (response, clock.GetUtcNow() + KeptFor);
        DelayDeactivation(KeptFor);
        return Task.CompletedTask;
    }
}
