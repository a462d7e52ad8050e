namespace Assay.Storage;

/// <summary>The store cannot do what was asked. The message is a sentence for users, says what to do and holds no secret.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
