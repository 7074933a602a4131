namespace OrleansEntry.Contracts;

/// <summary>Too much is waiting already (a full queue of passcode hashes, for example), and nothing was done.
/// The gateway answers 503.</summary>
[GenerateSerializer, Alias("entry.BusyException")]
public sealed class BusyException : Exception
{
    /// <summary>Says how long to stay away.</summary>
    /// <param name="retryAfter">When a try makes sense again, counted from now.</param>
    public BusyException(TimeSpan retryAfter)
        : base("Too much is waiting already.") => RetryAfter = retryAfter;

    /// <summary>When a try makes sense again, counted from the throw.</summary>
    [Id(0)] public TimeSpan RetryAfter { get; private set; }
}
