namespace OrleansEntry.Storage.Embedded;

/// <summary>The data folder cannot be used. The message is one sentence for a person: which path, what is wrong, what to do.
/// Nothing in the folder was overwritten.</summary>
public sealed class DataFolderException(string message, Exception? cause = null) : Exception(message, cause);
