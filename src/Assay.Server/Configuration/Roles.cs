namespace Assay.Server.Configuration;

/// <summary>What a process of the server does. All of it, unless it is told to share the work with others.</summary>
[Flags]
internal enum Roles
{
    None = 0,

    /// <summary>Answers requests.</summary>
    Api = 1,

    /// <summary>Asks the sources and imports files.</summary>
    Worker = 2,

    /// <summary>Keeps clients up to date that listen.</summary>
    Stream = 4,

    All = Api | Worker | Stream,
}
