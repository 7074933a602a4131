namespace OrleansEntry.Contracts.Idempotency;

/// <summary>What a request that may be repeated is known by. Both are derived from the secret that its caller shows, and from all that
/// it asks.</summary>
[GenerateSerializer, Immutable, Alias("entry.OnceKey")]
public sealed record OnceKey
{
    /// <summary>Names the request, 32 bytes.</summary>
    [Id(0)] public required byte[] Name { get; init; }

    /// <summary>Seals its answer, 32 bytes. It is never stored.</summary>
    [Id(1)] public required byte[] Seal { get; init; }

    /// <summary>Never prints the key.</summary>
    public override string ToString() => "[once]";
}

/// <summary>A response that can be given again.</summary>
[GenerateSerializer, Immutable, Alias("entry.KeptResponse")]
public sealed record KeptResponse
{
    /// <summary>The HTTP status.</summary>
    [Id(0)] public required int Status { get; init; }

    /// <summary>The content type; <see langword="null"/> without a body.</summary>
    [Id(1)] public string? ContentType { get; init; }

    /// <summary>The body and the response's cookies and headers, sealed by the gateway: no grain can read it.</summary>
    [Id(2)] public required byte[] Sealed { get; init; }
}

/// <summary>What to do with a request that carries an idempotency key. Closed.</summary>
[GenerateSerializer, Immutable, Alias("entry.IdempotencyReply")]
public abstract record IdempotencyReply
{
    private IdempotencyReply() { }

    /// <summary>New: do it, then say what came out.</summary>
    [GenerateSerializer, Immutable, Alias("entry.IdempotencyReply.Proceed")]
    public sealed record Proceed : IdempotencyReply;

    /// <summary>Done before: answer this.</summary>
    [GenerateSerializer, Immutable, Alias("entry.IdempotencyReply.Replay")]
    public sealed record Replay : IdempotencyReply
    {
        /// <summary>The first answer.</summary>
        [Id(0)] public required KeptResponse Response { get; init; }
    }

    /// <summary>The first request is still under way.</summary>
    [GenerateSerializer, Immutable, Alias("entry.IdempotencyReply.InProgress")]
    public sealed record InProgress : IdempotencyReply;

    /// <summary>The key was used with another request.</summary>
    [GenerateSerializer, Immutable, Alias("entry.IdempotencyReply.Mismatch")]
    public sealed record Mismatch : IdempotencyReply;
}

/// <summary>One idempotency key of one caller on one route, in memory for ten minutes. Key: a keyed hash of all three,
/// 64 lower-case hex characters.</summary>
[Alias("entry.IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>Asks before the request is carried out.</summary>
    /// <param name="requestHash">SHA-256 of the body.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("Begin")]
    Task<IdempotencyReply> Begin(byte[] requestHash, CancellationToken cancellationToken = default);

    /// <summary>Keeps the answer; <see langword="null"/> gives the key free again (the request failed on our side).</summary>
    [Alias("Complete")]
    Task Complete(KeptResponse? response);
}
