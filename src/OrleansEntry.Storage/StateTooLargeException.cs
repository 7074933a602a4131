namespace OrleansEntry.Storage;

/// <summary>A grain's state is larger than a record may be. It was not stored: a fault on our side, since every list in a state has a
/// limit.</summary>
public sealed class StateTooLargeException(string message) : Exception(message);
