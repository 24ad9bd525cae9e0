namespace Mesh.Node.Hosting;

/// <summary>How a node writes its log.</summary>
internal enum LogFormat
{
    /// <summary>A line for people: time, level, category, message.</summary>
    Text,

    /// <summary>A line of JSON.</summary>
    Json,
}
