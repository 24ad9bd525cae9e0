namespace Petabridge.Cmd;

public class CommandResponse(string msg, bool final = true)
{
    public static readonly CommandResponse Empty = new("");

    public string Msg => msg;

    public bool Final => final;

    public virtual bool IsError => false;
}
