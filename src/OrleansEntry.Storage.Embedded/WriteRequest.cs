namespace OrleansEntry.Storage.Embedded;

/// <summary>One caller's write, from the queue to its answer.</summary>
internal abstract class WriteRequest
{
    /// <summary>Its share of a group, in bytes.</summary>
    internal abstract int Bytes { get; }

    /// <summary>Ends a request that nobody waits for any more. Only before <see cref="Apply"/>: what is taken is never undone.</summary>
    internal abstract bool DropIfCancelled();

    internal abstract void Apply(WriteSession session);

    /// <summary>Answers; only after the group's commit.</summary>
    internal abstract void Complete();

    internal abstract void Fail(Exception fault);
}

/// <param name="bytes">Its share of a group.</param>
/// <param name="apply">Checks and writes inside the group's transaction. A refusal is a value; it has written nothing.</param>
/// <param name="cancellationToken">The caller's.</param>
internal sealed class WriteRequest<T>(int bytes, Func<WriteSession, T> apply, CancellationToken cancellationToken) : WriteRequest
{
    // The writer's thread never runs a caller's code.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    internal Task<T> Answer => _answer.Task;

    internal override int Bytes => bytes;

    internal override bool DropIfCancelled() =>
        cancellationToken.IsCancellationRequested && _answer.TrySetCanceled(cancellationToken);

    internal override void Apply(WriteSession session) => _result = apply(session);

    internal override void Complete() => _answer.SetResult(_result);

    internal override void Fail(Exception fault) => _answer.SetException(fault);
}
