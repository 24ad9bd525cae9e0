namespace Petabridge.Cmd;

public sealed class ErroredCommandResponse(string msg, bool final = true) : CommandResponse(msg, final)
{
    public override bool IsError => true;
}
