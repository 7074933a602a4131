namespace OrleansEntry.Storage.Embedded;

/// <summary>The store is so busy that a request found no place within its time. It was not stored; the caller may try again
/// later.</summary>
public sealed class StoreOverloadedException(string message) : IOException(message);
