from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    port: int = 4310
    batch: int = 5000
    press_url: str = "http://press:4311"
